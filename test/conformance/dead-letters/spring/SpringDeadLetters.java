// Listeners of Spring for Apache Kafka that fail: `recoverer BOOTSTRAP`, `deserialization BOOTSTRAP` and `retryable BOOTSTRAP` run until they are stopped.
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.serializer.DelegatingByTypeSerializer;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

public final class SpringDeadLetters {
    private static String bootstrap;

    public static void main(String[] args) throws Exception {
        bootstrap = args[1];
        Class<?> application = switch (args[0]) {
            case "recoverer" -> Recoverer.class;
            case "deserialization" -> Deserialization.class;
            case "retryable" -> Retryable.class;
            default -> throw new IllegalArgumentException(args[0]);
        };
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(application);
        Runtime.getRuntime().addShutdownHook(new Thread(context::close));
        System.out.println("started");
        Thread.currentThread().join();
    }

    public record Order(String number, int quantity) {}

    /** What all of them fail with: an exception of the application around one of the network. */
    public static final class PriceNotFoundException extends RuntimeException {
        PriceNotFoundException(String article, Throwable cause) {
            super("No price for article \"" + article + "\" at 2026-11-21T10:15:30Z", cause);
        }
    }

    public static final class PriceList {
        String priceOf(String article) {
            try {
                return ask(article);
            } catch (SocketTimeoutException e) {
                throw new PriceNotFoundException(article, e);
            }
        }

        private String ask(String article) throws SocketTimeoutException {
            throw new SocketTimeoutException("Read timed out after 3000ms from 10.0.0.7:8443");
        }
    }

    private static KafkaTemplate<Object, Object> template() {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
        var byType = Map.<Class<?>, org.apache.kafka.common.serialization.Serializer<?>>of(
            byte[].class, new ByteArraySerializer(), String.class, new StringSerializer(), Long.class, new LongSerializer(),
            // What could be read is written anew, as its own type: not byte by byte as it was.
            Order.class, new JacksonJsonSerializer<Order>());
        DefaultKafkaProducerFactory<Object, Object> producers =
            new DefaultKafkaProducerFactory<>(config, new DelegatingByTypeSerializer(byType), new DelegatingByTypeSerializer(byType));
        return new KafkaTemplate<>(producers);
    }

    private static ConcurrentKafkaListenerContainerFactory<Object, Object> containers(Map<String, Object> deserializers) {
        Map<String, Object> config = new HashMap<>(deserializers);
        config.put("bootstrap.servers", bootstrap);
        config.put("auto.offset.reset", "earliest");
        // A topic that a listener waits for is seen soon.
        config.put("metadata.max.age.ms", 1000);
        ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(config));
        return factory;
    }

    private static Map<String, Object> strings() {
        return Map.of("key.deserializer", StringDeserializer.class, "value.deserializer", StringDeserializer.class);
    }

    /** `orders` fails into `orders-dlt`; a second listener repairs those, and fails too. */
    @Configuration
    @EnableKafka
    public static class Recoverer {
        private final PriceList prices = new PriceList();

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            ConcurrentKafkaListenerContainerFactory<Object, Object> factory = containers(strings());
            factory.setCommonErrorHandler(new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template()), new FixedBackOff(10L, 2L)));
            return factory;
        }

        @KafkaListener(topics = "orders", groupId = "billing")
        void onOrder(ConsumerRecord<String, String> order) {
            prices.priceOf(order.key());
        }

        @KafkaListener(topics = "orders-dlt", groupId = "order-repair")
        void onDeadLetter(ConsumerRecord<String, String> order) {
            throw new IllegalStateException("Order " + order.key() + " cannot be repaired");
        }
    }

    /** Keys that are no 64-bit numbers, and values that are no orders. */
    @Configuration
    @EnableKafka
    public static class Deserialization {
        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            return factory(false);
        }

        /** Keeps the exception that Java serialized into a header. */
        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> retainingFactory() {
            return factory(true);
        }

        private ConcurrentKafkaListenerContainerFactory<Object, Object> factory(boolean retains) {
            ConcurrentKafkaListenerContainerFactory<Object, Object> factory = containers(Map.of(
                "key.deserializer", ErrorHandlingDeserializer.class,
                "value.deserializer", ErrorHandlingDeserializer.class,
                ErrorHandlingDeserializer.KEY_DESERIALIZER_CLASS, LongDeserializer.class,
                ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS, JacksonJsonDeserializer.class,
                JacksonJsonDeserializer.VALUE_DEFAULT_TYPE, Order.class.getName()));
            DeadLetterPublishingRecoverer recoverer = new DeadLetterPublishingRecoverer(template());
            recoverer.setRetainExceptionHeader(retains);
            factory.setCommonErrorHandler(new DefaultErrorHandler(recoverer, new FixedBackOff(0L, 0L)));
            return factory;
        }

        @KafkaListener(topics = "shipments", groupId = "shipping")
        void onShipment(ConsumerRecord<Long, Order> shipment) {}

        @KafkaListener(topics = "returns", groupId = "shipping", containerFactory = "retainingFactory")
        void onReturn(ConsumerRecord<Long, Order> returned) {}
    }

    /** Four attempts over two retry topics with growing delays; class cast exceptions are given up at once. */
    @Configuration
    @EnableKafka
    @EnableKafkaRetryTopic
    public static class Retryable {
        private final PriceList prices = new PriceList();

        @Bean
        TaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        KafkaTemplate<Object, Object> defaultRetryTopicKafkaTemplate() {
            return template();
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            return containers(strings());
        }

        @RetryableTopic(attempts = "3", backOff = @BackOff(delay = 500, multiplier = 2), numPartitions = "2", replicationFactor = "1")
        @KafkaListener(topics = "payments", groupId = "billing")
        void onPayment(ConsumerRecord<String, String> payment) {
            if (payment.key() != null && payment.key().startsWith("FATAL")) throw new ClassCastException("class Refund cannot be cast to class Payment");
            prices.priceOf(payment.key());
        }
    }
}
