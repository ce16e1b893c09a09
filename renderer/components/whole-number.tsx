import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';

interface WholeNumberProps extends Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur'> {
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

/**
 * A field for a whole number within limits. Anything can be typed on the way to it: what counts is the nearest number
 * within the limits, and the field shows that one when it is left.
 */
export function WholeNumber({ min, max, value, onValue, ...rest }: WholeNumberProps) {
  const [typed, setTyped] = useState<string | number>();
  return (
    <NumberInput
      {...rest}
      min={min}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      value={typed ?? value}
      onChange={(now) => {
        setTyped(now);
        if (now !== '') onValue(Math.min(max, Math.max(min, Number(now))));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}
