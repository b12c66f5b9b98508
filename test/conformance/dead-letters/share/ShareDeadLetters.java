// A share group whose consumer rejects some records and releases the others until they have been delivered too often: BOOTSTRAP GROUP TOPIC DLQ COPIES.
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

public final class ShareDeadLetters {
    public static void main(String[] args) throws Exception {
        Map<String, String> settings = Map.of(
            "share.auto.offset.reset", "earliest",
            "share.delivery.count.limit", "2",
            "errors.deadletterqueue.topic.name", args[3],
            "errors.deadletterqueue.copy.record.enable", args[4]);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", args[0]))) {
            Collection<AlterConfigOp> set = settings.entrySet().stream()
                .map(entry -> new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET)).toList();
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, args[1]), set)).all().get();
        }
        Properties config = new Properties();
        config.put("bootstrap.servers", args[0]);
        config.put("group.id", args[1]);
        config.put("share.acknowledgement.mode", "explicit");
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(args[2]));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    boolean isHopeless = record.key() != null && record.key().startsWith("REJECT");
                    consumer.acknowledge(record, isHopeless ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE);
                }
                consumer.commitSync();
            }
        }
    }
}
