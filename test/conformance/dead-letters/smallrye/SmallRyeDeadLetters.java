// Channels of SmallRye Reactive Messaging that fail: one into a dead-letter topic, one over delayed retry topics. BOOTSTRAP; runs until it is stopped.
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

public final class SmallRyeDeadLetters {
    private static final String STRINGS = "org.apache.kafka.common.serialization.StringDeserializer";

    public static void main(String[] args) throws Exception {
        channel("orders-in", "orders", args[0]);
        set("orders-in", "failure-strategy", "dead-letter-queue");
        channel("payments-in", "payments", args[0]);
        set("payments-in", "failure-strategy", "delayed-retry-topic");
        set("payments-in", "delayed-retry-topic.topics", "payments-in_retry_500,payments-in_retry_1000");
        set("payments-in", "dead-letter-queue.topic", "payments-dead");
        channel("shipments-in", "shipments", args[0]);
        set("shipments-in", "failure-strategy", "dead-letter-queue");
        set("shipments-in", "dead-letter-queue.topic", "shipments-dead");
        set("shipments-in", "value.deserializer", "org.apache.kafka.common.serialization.IntegerDeserializer");
        set("shipments-in", "fail-on-deserialization-failure", "false");
        SeContainer container = SeContainerInitializer.newInstance().addBeanClasses(Channels.class).initialize();
        Runtime.getRuntime().addShutdownHook(new Thread(container::close));
        Thread.currentThread().join();
    }

    private static void channel(String name, String topic, String bootstrap) {
        set(name, "connector", "smallrye-kafka");
        set(name, "bootstrap.servers", bootstrap);
        set(name, "topic", topic);
        set(name, "group.id", "billing");
        set(name, "auto.offset.reset", "earliest");
        set(name, "value.deserializer", STRINGS);
        set(name, "key.deserializer", STRINGS);
        set(name, "metadata.max.age.ms", "1000");
    }

    private static void set(String channel, String name, String value) {
        System.setProperty("mp.messaging.incoming." + channel + "." + name, value);
    }

    @ApplicationScoped
    public static class Channels {
        @Incoming("orders-in")
        public CompletionStage<Void> onOrder(Message<String> order) {
            if (order.getPayload().isEmpty()) return order.nack(new NullPointerException());
            return order.nack(new IllegalStateException("No price for " + order.getPayload(), new SocketTimeoutException("Read timed out after 3000ms")));
        }

        @Incoming("payments-in")
        public void onPayment(Record<String, String> payment) {
            throw new IllegalStateException("The gateway refused payment " + payment.key(), new SocketTimeoutException("Read timed out after 3000ms"));
        }

        @Incoming("shipments-in")
        public void onShipment(Record<String, Integer> shipment) {
            if (shipment.value() == null) throw new IllegalArgumentException("A shipment without a number");
        }
    }
}
