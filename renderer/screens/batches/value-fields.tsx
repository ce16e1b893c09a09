import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import type { RowColumn } from '../../../core/api-rows.ts';
import type { ListProblem } from '../../../core/provisioning/device-list.ts';
import { texts } from '../../texts.ts';

const words = texts.rows;

interface ValueFieldsProps {
  readonly columns: readonly RowColumn[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (column: string, value: string) => void;
  /** What was found wrong: each stands at its field. */
  readonly problems: readonly ListProblem[];
  /** Whether the row is its device's for good. */
  readonly deviceFixed?: boolean;
}

/** The columns of a batch's profile as fields. */
export function ValueFields(props: ValueFieldsProps) {
  const { columns, values, onChange, problems, deviceFixed = false } = props;
  return (
    <div className="value-fields">
      {columns.map(({ name, type, required, device }) => {
        const problem = problems.find(({ fault }) => fault.place?.columnName === name);
        const isFixed = device && deviceFixed;
        return (
          <TextInput
            key={name}
            label={name}
            description={isFixed ? words.deviceFixed : required ? undefined : words.optional}
            value={values[name] ?? ''}
            disabled={isFixed}
            inputMode={type === 'text' ? 'text' : 'numeric'}
            error={
              problem?.severity === 'error' ? `${problem.fault.message} ${problem.fault.remedy}` : undefined
            }
            onChange={(event) => onChange(name, event.currentTarget.value)}
          />
        );
      })}
    </div>
  );
}
