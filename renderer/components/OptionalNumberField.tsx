import { Group, Input, NumberInput, Switch } from '@mantine/core';
import { useId } from '@mantine/hooks';

interface OptionalNumberFieldProps {
  label: string;
  switchLabel: string;
  help: string;
  value: number | null;
  /** The value the switch starts with. */
  initialValue: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number | null) => void;
}

/** A whole number that may also be left to Loam (null), by a switch. */
export function OptionalNumberField(props: OptionalNumberFieldProps) {
  const { label, switchLabel, help, value, initialValue, min, max, step, onChange } = props;
  const id = useId();
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={help}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <Group gap="md" mb={4} h={30} justify="space-between">
        <Switch
          id={value === null ? id : `${id}-switch`}
          label={switchLabel}
          checked={value !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? initialValue : null)}
        />
        {value !== null && (
          <NumberInput
            id={id}
            w={120}
            size="xs"
            min={min}
            max={max}
            step={step}
            allowDecimal={false}
            value={value}
            onChange={(next) => {
              if (typeof next === 'number' && next >= min && next <= max) onChange(next);
            }}
          />
        )}
      </Group>
    </Input.Wrapper>
  );
}
