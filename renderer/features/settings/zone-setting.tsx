// The zone that times are shown in: a list to search.
import { Combobox } from '@base-ui/react/combobox'
import { type ReactNode, useId, useMemo } from 'react'
import { zoneOf } from '../../format/times.ts'
import { useNow } from '../../ui/clock.ts'
import { inputClass } from '../../ui/field.tsx'
import { failureText, SettingRow } from './setting-row.tsx'
import { useSetting } from './use-setting.ts'
import { type ZoneOption, zoneOptions } from './zones.ts'

export function ZoneSetting({ value }: { value: string }): ReactNode {
  const id = useId()
  const { change, failure } = useSetting()
  const nowMs = useNow(60_000)
  const options = useMemo(() => zoneOptions(Intl.supportedValuesOf('timeZone'), Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  const chosen = options.find((option) => option.value === value) ?? { value, label: value }
  return (
    <SettingRow
      name="Time zone"
      htmlFor={id}
      help="Times everywhere in the window; UTC and epoch are on hover."
      note={`Now ${zoneOf(new Date(nowMs), value)}.`}
      error={failureText(failure)}
    >
      <Combobox.Root<ZoneOption>
        items={options}
        value={chosen}
        isItemEqualToValue={(one, other) => one.value === other.value}
        onValueChange={(option) => option && void change({ timeZone: option.value })}
      >
        <Combobox.Input id={id} aria-label="Time zone" spellCheck={false} className={inputClass} />
        <Combobox.Portal>
          <Combobox.Positioner sideOffset={4} className="z-10">
            <Combobox.Popup className="floating max-h-80 w-(--anchor-width) overflow-auto rounded-outer border border-n7 bg-n2 shadow-float">
              <Combobox.Empty className="p-2 text-n10 empty:hidden">No zone is called so.</Combobox.Empty>
              <Combobox.List className="p-1">
                {(option: ZoneOption) => (
                  <Combobox.Item
                    key={option.value}
                    value={option}
                    className="flex h-6.5 items-center truncate rounded-inner px-2 outline-none data-highlighted:bg-accent-soft data-selected:font-medium"
                  >
                    {option.label}
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </SettingRow>
  )
}
