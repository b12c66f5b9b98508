// A consumer with Kafka's own Java client.
import { quoted, type Snippet, type SnippetInput } from './snippet.ts'

export function javaSnippet({ topics, groupId, bootstrapServers, topology: { ingress } }: SnippetInput): Snippet {
  const code = `Properties props = new Properties();
props.put("bootstrap.servers", ${quoted(bootstrapServers)});
props.put("group.id", ${quoted(groupId)});
props.put("enable.auto.commit", "false");
props.put("auto.offset.reset", "earliest");

var bytes = new ByteArrayDeserializer();
var producer = new KafkaProducer<>(props, new ByteArraySerializer(), new ByteArraySerializer());
try (var consumer = new KafkaConsumer<>(props, bytes, bytes)) {
  consumer.subscribe(List.of(${topics.map(quoted).join(', ')}));
  while (true) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
      try {
        handle(record);
      } catch (Exception e) {
        // The headers go along: they count the attempts.
        var failed = new ProducerRecord<>(${quoted(ingress)}, null, record.key(), record.value(), record.headers());
        note(failed, "x-error-class", e.getClass().getName());
        note(failed, "x-error-message", String.valueOf(e.getMessage()));
        note(failed, "x-original-topic", record.topic());
        note(failed, "x-original-partition", String.valueOf(record.partition()));
        note(failed, "x-original-offset", String.valueOf(record.offset()));
        producer.send(failed).get();
      }
    }
    consumer.commitSync();
  }
}

static void note(ProducerRecord<?, ?> record, String name, String value) {
  record.headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
}`
  return { client: 'Java', language: 'java', title: 'kafka-clients', code }
}
