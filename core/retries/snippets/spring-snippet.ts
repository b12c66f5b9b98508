// Spring Kafka: an error handler that hands failed records over.
import { quoted, type Snippet, type SnippetInput } from './snippet.ts'

export function springSnippet({ topics, groupId, topology: { ingress } }: SnippetInput): Snippet {
  const code = `@KafkaListener(topics = {${topics.map(quoted).join(', ')}}, groupId = ${quoted(groupId)})
void handle(ConsumerRecord<String, String> record) {
  // throws when it cannot
}

@Bean
DefaultErrorHandler handOver(KafkaTemplate<String, String> template) {
  return new DefaultErrorHandler((record, exception) -> {
    Throwable cause = exception.getCause() == null ? exception : exception.getCause();
    // The headers go along: they count the attempts.
    var failed = new ProducerRecord<>(${quoted(ingress)}, null, (String) record.key(), (String) record.value(), record.headers());
    failed.headers().remove("x-error-class").add("x-error-class", cause.getClass().getName().getBytes(UTF_8));
    failed.headers().remove("x-error-message").add("x-error-message", String.valueOf(cause.getMessage()).getBytes(UTF_8));
    template.send(failed).join();
  }, new FixedBackOff(0, 0));
}`
  return { client: 'Spring', language: 'java', title: 'Spring Kafka', code }
}
