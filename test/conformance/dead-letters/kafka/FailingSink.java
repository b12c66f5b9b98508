// A sink connector whose task reports every record as failed: into the dead-letter queue that the worker keeps for it.
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

public final class FailingSink extends SinkConnector {
    @Override public void start(Map<String, String> properties) {}
    @Override public void stop() {}
    @Override public Class<? extends Task> taskClass() { return FailingTask.class; }
    @Override public List<Map<String, String>> taskConfigs(int maxTasks) { return Collections.nCopies(maxTasks, Map.of()); }
    @Override public ConfigDef config() { return new ConfigDef(); }
    @Override public String version() { return "1"; }

    public static final class FailingTask extends SinkTask {
        @Override public void start(Map<String, String> properties) {}
        @Override public void stop() {}
        @Override public String version() { return "1"; }

        @Override
        public void put(Collection<SinkRecord> records) {
            for (SinkRecord record : records) context.errantRecordReporter().report(record, failureOf(record));
        }

        private static Throwable failureOf(SinkRecord record) {
            // Without a message: its header has no value.
            if (record.key() == null) return new NullPointerException();
            return new ConnectException("Row " + record.key() + " was refused", new DataException("Column \"quantity\" must not be null"));
        }
    }
}
