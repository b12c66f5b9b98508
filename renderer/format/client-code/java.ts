// Java with kafka-clients.
import { javaString } from './string-literals.ts'
import { type CodeRecord, writtenBytes } from './written-bytes.ts'

export const javaConnect = (bootstrap: string): string => `import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class ReadTopic {
    public static void main(String[] args) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", ${javaString(bootstrap)});
        properties.put("group.id", "my-group");
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("my-topic"));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(record.partition() + " @ " + record.offset() + ": " + record.value());
                }
            }
        }
    }
}
`

export function javaProduce(bootstrap: string, record: CodeRecord): string {
  const statements = producerRecord(record, '        ')
  return `${javaImports(statements)}import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class SendRecord {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", ${javaString(bootstrap)});
${statements}
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            System.out.println(producer.send(record).get());
        }
    }
}
`
}

/** What the statements need of Java itself, and no more. */
export const javaImports = (statements: string): string =>
  `${statements.includes('UTF_8') ? 'import static java.nio.charset.StandardCharsets.UTF_8;\n\n' : ''}${statements.includes('Base64.getDecoder') ? 'import java.util.Base64;\n' : ''}`

/** Statements that make `record`. The same for Spring, whose template takes Kafka's own class. */
export function producerRecord({ topic, partition, key, value, headers }: CodeRecord, indent: string): string {
  return [
    `byte[] key = ${javaBytes(key)};`,
    `byte[] value = ${javaBytes(value)};`,
    `ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(${javaString(topic)}, ${partition}, key, value);`,
    ...headers.map((header) => `record.headers().add(${javaString(header.key)}, ${javaBytes(header.value)});`),
  ]
    .map((line) => indent + line)
    .join('\n')
}

function javaBytes(bytes: Uint8Array | null): string {
  if (bytes === null) return 'null'
  const written = writtenBytes(bytes)
  return 'text' in written ? `${javaString(written.text)}.getBytes(UTF_8)` : `Base64.getDecoder().decode(${javaString(written.base64)})`
}
