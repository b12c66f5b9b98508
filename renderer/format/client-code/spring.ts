// Spring for Apache Kafka: configuration to connect, a template to send.
import { javaImports, producerRecord } from './java.ts'
import { jsString } from './string-literals.ts'
import type { CodeRecord } from './written-bytes.ts'

/** In double quotes YAML reads JavaScript's escapes of four digits. */
export const springConnect = (bootstrap: string): string => `spring:
  kafka:
    bootstrap-servers: ${jsString(bootstrap)}
    consumer:
      group-id: my-group
      auto-offset-reset: earliest
`

export function springProduce(bootstrap: string, record: CodeRecord): string {
  const statements = producerRecord(record, '        ')
  return `${javaImports(statements)}import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.CommandLineRunner;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/** With spring.kafka.bootstrap-servers=${bootstrap.replace(/[^\w.:,[\]-]/g, '')} */
@Component
public class SendRecord implements CommandLineRunner {
    private final KafkaTemplate<byte[], byte[]> template;

    public SendRecord(ProducerFactory<?, ?> configured) {
        Map<String, Object> properties = configured.getConfigurationProperties();
        this.template = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public void run(String... args) throws Exception {
${statements}
        System.out.println(template.send(record).get().getRecordMetadata());
    }
}
`
}
