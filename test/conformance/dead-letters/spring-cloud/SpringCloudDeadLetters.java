// A consumer of Spring Cloud Stream with `enableDlq`, which fails: BOOTSTRAP; runs until it is stopped.
import java.net.SocketTimeoutException;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

@Configuration
@EnableAutoConfiguration
public class SpringCloudDeadLetters {
    public static void main(String[] args) {
        String binding = "--spring.cloud.stream.bindings.price-in-0.";
        SpringApplication.run(SpringCloudDeadLetters.class,
            "--spring.main.web-application-type=none",
            "--spring.cloud.stream.kafka.binder.brokers=" + args[0],
            "--spring.cloud.stream.kafka.binder.consumer-properties.metadata.max.age.ms=1000",
            "--spring.cloud.function.definition=price",
            binding + "destination=orders.eu",
            binding + "group=billing",
            binding + "consumer.max-attempts=2",
            binding + "consumer.back-off-initial-interval=100",
            "--spring.cloud.stream.kafka.bindings.price-in-0.consumer.enable-dlq=true");
    }

    @Bean
    public Consumer<Message<byte[]>> price() {
        return order -> {
            throw new IllegalStateException("No price for an order of " + order.getPayload().length + " bytes", new SocketTimeoutException("Read timed out after 3000ms"));
        };
    }
}
