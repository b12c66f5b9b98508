// A Watermill router whose handler fails, with the middleware that keeps poisoned messages in a topic: BOOTSTRAP; runs until it is stopped.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/IBM/sarama"
	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill-kafka/v3/pkg/kafka"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
)

func main() {
	brokers := []string{os.Args[1]}
	logger := watermill.NopLogger{}
	fromOldest := kafka.DefaultSaramaSubscriberConfig()
	fromOldest.Consumer.Offsets.Initial = sarama.OffsetOldest
	subscriber, err := kafka.NewSubscriber(kafka.SubscriberConfig{
		Brokers: brokers, Unmarshaler: kafka.DefaultMarshaler{}, ConsumerGroup: "billing", OverwriteSaramaConfig: fromOldest,
	}, logger)
	check(err)
	publisher, err := kafka.NewPublisher(kafka.PublisherConfig{Brokers: brokers, Marshaler: kafka.DefaultMarshaler{}}, logger)
	check(err)
	poison, err := middleware.PoisonQueue(publisher, "poisoned-orders")
	check(err)
	router, err := message.NewRouter(message.RouterConfig{}, logger)
	check(err)
	router.AddMiddleware(poison)
	router.AddNoPublisherHandler("price-order", "orders", subscriber, func(order *message.Message) error {
		return fmt.Errorf("no price for %s: %w", order.Payload, errors.New("the ledger is closed"))
	})
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	check(router.Run(ctx))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
