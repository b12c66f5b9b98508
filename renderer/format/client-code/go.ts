// Go with franz-go.
import { goString } from './string-literals.ts'
import { type CodeRecord, writtenBytes } from './written-bytes.ts'

const seeds = (bootstrap: string): string => bootstrap.split(',').map(goString).join(', ')

export const goConnect = (bootstrap: string): string => `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(${seeds(bootstrap)}),
		kgo.ConsumerGroup("my-group"),
		kgo.ConsumeTopics("my-topic"),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	for {
		fetches := client.PollFetches(context.Background())
		fetches.EachError(func(topic string, partition int32, err error) { log.Print(topic, partition, err) })
		fetches.EachRecord(func(record *kgo.Record) {
			fmt.Println(record.Topic, record.Partition, record.Offset, string(record.Value))
		})
	}
}
`

export function goProduce(bootstrap: string, { topic, partition, key, value, headers }: CodeRecord): string {
  const list = headers.map((header) => `\n\t\t\t{Key: ${goString(header.key)}, Value: ${bytesOf(header.value)}},`).join('')
  const code = `func main() {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(${seeds(bootstrap)}),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	record := &kgo.Record{
		Topic:     ${goString(topic)},
		Partition: ${partition},
		Key:       ${bytesOf(key)},
		Value:     ${bytesOf(value)},${list === '' ? '' : `\n\t\tHeaders: []kgo.RecordHeader{${list}\n\t\t},`}
	}
	if err := client.ProduceSync(context.Background(), record).FirstErr(); err != nil {
		log.Fatal(err)
	}
}
`
  const inBase64 = code.includes('fromBase64("')
  return `package main

import (
	"context"
${inBase64 ? '\t"encoding/base64"\n' : ''}	"log"

	"github.com/twmb/franz-go/pkg/kgo"
)

${code}${inBase64 ? FROM_BASE64 : ''}`
}

const FROM_BASE64 = `
func fromBase64(text string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		log.Fatal(err)
	}
	return bytes
}
`

function bytesOf(bytes: Uint8Array | null): string {
  if (bytes === null) return 'nil'
  const written = writtenBytes(bytes)
  return 'text' in written ? `[]byte(${goString(written.text)})` : `fromBase64("${written.base64}")`
}
