// A consumer with franz-go.
import { quoted, type Snippet, type SnippetInput } from './snippet.ts'

export function goSnippet({ topics, groupId, bootstrapServers, topology: { ingress } }: SnippetInput): Snippet {
  const code = `client, err := kgo.NewClient(
	kgo.SeedBrokers(${quoted(bootstrapServers)}),
	kgo.ConsumerGroup(${quoted(groupId)}),
	kgo.ConsumeTopics(${topics.map(quoted).join(', ')}),
	kgo.DisableAutoCommit(),
)
if err != nil {
	log.Fatal(err)
}
for {
	fetches := client.PollFetches(ctx)
	fetches.EachRecord(func(record *kgo.Record) {
		if err := handle(record); err != nil {
			// The headers go along: they count the attempts.
			headers := append(record.Headers,
				kgo.RecordHeader{Key: "x-error-message", Value: []byte(err.Error())},
				kgo.RecordHeader{Key: "x-original-topic", Value: []byte(record.Topic)},
				kgo.RecordHeader{Key: "x-original-partition", Value: []byte(strconv.Itoa(int(record.Partition)))},
				kgo.RecordHeader{Key: "x-original-offset", Value: []byte(strconv.FormatInt(record.Offset, 10))},
			)
			failed := &kgo.Record{Topic: ${quoted(ingress)}, Key: record.Key, Value: record.Value, Headers: headers}
			if err := client.ProduceSync(ctx, failed).FirstErr(); err != nil {
				log.Fatal(err)
			}
		}
	})
	if err := client.CommitUncommittedOffsets(ctx); err != nil {
		log.Fatal(err)
	}
}`
  return { client: 'Go', language: 'go', title: 'franz-go', code }
}
