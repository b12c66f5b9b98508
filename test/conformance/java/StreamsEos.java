// A Kafka Streams application with exactly-once v2: a join of orders with customers, and a windowed count of orders by customer.
// `produce BOOTSTRAP COUNT PER_SECOND` writes its input, `run BOOTSTRAP STATE_DIR` runs it, `read BOOTSTRAP TOPIC COUNT LIMIT_MS` prints what it committed.
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.*;

public final class StreamsEos {
    private static final int PARTITIONS = 4;
    private static final int CUSTOMERS = 50;
    /** All timestamps are made up, so that windows are the same in every run. */
    private static final long EPOCH_MS = 1_700_000_000_000L;

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "produce" -> produce(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "run" -> run(args[1], args[2]);
            case "read" -> read(args[1], args[2], Integer.parseInt(args[3]), Long.parseLong(args[4]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void produce(String bootstrap, int count, int perSecond) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String name : List.of("orders", "customers", "enriched", "counts")) topics.add(new NewTopic(name, PARTITIONS, (short) 1));
            admin.createTopics(topics).all().get();
        }
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrap);
        config.put("delivery.timeout.ms", "300000");
        config.put("max.block.ms", "300000");
        try (Producer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                sent.add(producer.send(new ProducerRecord<>("customers", null, EPOCH_MS, "c" + i, "customer " + i)));
            }
            producer.flush();
            System.out.println("customers written");
            long started = System.nanoTime();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>("orders", null, EPOCH_MS + 1 + i * 10L, "c" + (i * 7 % CUSTOMERS), "order " + i)));
                long dueNs = started + (long) i * 1_000_000_000L / perSecond;
                while (System.nanoTime() < dueNs) Thread.sleep(1);
            }
            for (Future<RecordMetadata> one : sent) one.get();
        }
        System.out.println("orders written");
    }

    private static void run(String bootstrap, String stateDir) throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> customers = builder.table("customers", Consumed.with(Serdes.String(), Serdes.String()));
        KStream<String, String> orders = builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()));
        orders.join(customers, (order, customer) -> order + " of " + customer).to("enriched", Produced.with(Serdes.String(), Serdes.String()));
        orders.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
            .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(30)))
            .count()
            .toStream()
            .map((window, count) -> KeyValue.pair(window.key() + "@" + window.window().start(), String.valueOf(count)))
            .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "streams-eos");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "2");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, "1");
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), "10000");
        config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), "10000");
        KafkaStreams streams = new KafkaStreams(builder.build(), config);
        streams.setUncaughtExceptionHandler(error -> {
            System.out.println("replaced a thread: " + error);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            streams.close(Duration.ofSeconds(20));
            ended.countDown();
        }));
        streams.start();
        System.out.println("started");
        ended.await();
    }

    /** Prints `partition key value` of every committed record until there are COUNT, or nothing new comes for LIMIT_MS. */
    private static void read(String bootstrap, String topic, int count, long limitMs) {
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrap);
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        try (Consumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) partitions.add(new TopicPartition(topic, i));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int seen = 0;
            long lastNs = System.nanoTime();
            StringBuilder out = new StringBuilder();
            // Past COUNT it listens a little longer: what comes too often must be seen.
            while (System.nanoTime() - lastNs < (seen < count ? limitMs : 3_000) * 1_000_000L) {
                for (ConsumerRecord<String, String> one : consumer.poll(Duration.ofMillis(200))) {
                    out.append(one.partition()).append(' ').append(one.key()).append(' ').append(one.value()).append('\n');
                    seen++;
                    lastNs = System.nanoTime();
                }
            }
            System.out.print(out);
        }
    }
}
