// Stand-ins for the clients that cannot be installed here: they take what a program sends and print it, one JSON line a record, bytes as hex.

export const CONFLUENT_KAFKA = `import json


class Message:
    def topic(self): return "t"
    def partition(self): return 0
    def offset(self): return 0


def written(data):
    if data is None:
        return None
    return (data.encode() if isinstance(data, str) else bytes(data)).hex()


class Producer:
    def __init__(self, settings):
        assert settings["bootstrap.servers"]

    def produce(self, topic, value=None, key=None, partition=-1, headers=None, on_delivery=None):
        pairs = [[name, written(data)] for name, data in headers]
        line = {"topic": topic, "partition": partition, "key": written(key), "value": written(value), "headers": pairs}
        import sys
        print(json.dumps(line), file=sys.stderr)
        on_delivery(None, Message())

    def flush(self):
        return 0
`

/** Path to source. The header names are printed as hex: Java writes no JSON by itself. */
export const KAFKA_CLIENTS: Record<string, string> = {
  'org/apache/kafka/common/serialization/ByteArraySerializer.java': `package org.apache.kafka.common.serialization;
public class ByteArraySerializer {}
`,
  'org/apache/kafka/common/header/Headers.java': `package org.apache.kafka.common.header;
import java.util.*;
public class Headers {
    public final List<String> names = new ArrayList<>();
    public final List<byte[]> values = new ArrayList<>();
    public Headers add(String name, byte[] value) { names.add(name); values.add(value); return this; }
}
`,
  'org/apache/kafka/clients/producer/ProducerRecord.java': `package org.apache.kafka.clients.producer;
import org.apache.kafka.common.header.Headers;
public class ProducerRecord<K, V> {
    public final String topic; public final Integer partition; public final K key; public final V value;
    private final Headers headers = new Headers();
    public ProducerRecord(String topic, Integer partition, K key, V value) {
        this.topic = topic; this.partition = partition; this.key = key; this.value = value;
    }
    public Headers headers() { return headers; }
}
`,
  'org/apache/kafka/clients/producer/KafkaProducer.java': `package org.apache.kafka.clients.producer;
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.common.serialization.ByteArraySerializer;
public class KafkaProducer<K, V> implements AutoCloseable {
    public KafkaProducer(Properties properties, ByteArraySerializer keys, ByteArraySerializer values) {}
    public Future<String> send(ProducerRecord<K, V> record) {
        return CompletableFuture.completedFuture(lineOf(record));
    }
    public static String lineOf(ProducerRecord<?, ?> record) {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < record.headers().names.size(); i++) {
            if (i > 0) headers.append(",");
            byte[] name = record.headers().names.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            headers.append("[").append(hex(name)).append(",").append(hex(record.headers().values.get(i))).append("]");
        }
        return "{\\"topic\\":\\"" + record.topic + "\\",\\"partition\\":" + record.partition + ",\\"key\\":" + hex((byte[]) record.key)
            + ",\\"value\\":" + hex((byte[]) record.value) + ",\\"hexHeaders\\":[" + headers + "]}";
    }
    private static String hex(byte[] bytes) { return bytes == null ? "null" : '"' + HexFormat.of().formatHex(bytes) + '"'; }
    @Override public void close() {}
}
`,
  'org/springframework/boot/CommandLineRunner.java': `package org.springframework.boot;
public interface CommandLineRunner { void run(String... args) throws Exception; }
`,
  'org/springframework/stereotype/Component.java': `package org.springframework.stereotype;
public @interface Component {}
`,
  'org/springframework/kafka/core/ProducerFactory.java': `package org.springframework.kafka.core;
import java.util.Map;
public interface ProducerFactory<K, V> { default Map<String, Object> getConfigurationProperties() { return Map.of(); } }
`,
  'org/springframework/kafka/core/DefaultKafkaProducerFactory.java': `package org.springframework.kafka.core;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
public class DefaultKafkaProducerFactory<K, V> implements ProducerFactory<K, V> {
    public DefaultKafkaProducerFactory(Map<String, Object> properties, ByteArraySerializer keys, ByteArraySerializer values) {}
}
`,
  'org/springframework/kafka/core/KafkaTemplate.java': `package org.springframework.kafka.core;
import java.util.concurrent.*;
import org.apache.kafka.clients.producer.*;
public class KafkaTemplate<K, V> {
    public record Sent(String getRecordMetadata) {}
    public KafkaTemplate(ProducerFactory<K, V> factory) {}
    public CompletableFuture<Result> send(ProducerRecord<K, V> record) {
        return CompletableFuture.completedFuture(new Result(KafkaProducer.lineOf(record)));
    }
    public static class Result {
        private final String line;
        Result(String line) { this.line = line; }
        public String getRecordMetadata() { return line; }
    }
}
`,
}
