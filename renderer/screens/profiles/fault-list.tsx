import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Fault } from '../../../core/errors.ts';
import { FaultCode } from '../../components/fault-notice.tsx';
import type { CheckedText } from '../../stores/profiles-check.ts';
import { texts } from '../../texts.ts';

interface FaultListProps {
  readonly checked: CheckedText | undefined;
  /** Whether it is about the text as it is now. */
  readonly isCurrent: boolean;
  readonly onGo: (fault: Fault) => void;
}

/** Every fault of the text with its place; a click leads there. */
export function FaultList({ checked, isCurrent, onGo }: FaultListProps) {
  if (!checked || (!isCurrent && checked.faultCount === 0))
    return (
      <p className="fault-list__line dim" role="status">
        {texts.profiles.checking}
      </p>
    );
  const { faults, faultCount } = checked;
  if (faultCount === 0)
    return (
      <p className="fault-list__line fault-list__line--fine" role="status">
        <IconCircleCheck size="1.0625rem" aria-hidden="true" />
        {texts.profiles.fine}
      </p>
    );
  return (
    <section className="fault-list" aria-label={texts.profiles.faultsLabel}>
      <p className="fault-list__line fault-list__line--bad" role="status">
        <IconAlertTriangle size="1.0625rem" aria-hidden="true" />
        {texts.profiles.faultsTitle(faultCount)}
      </p>
      <ol className="fault-list__faults">
        {faults.map((fault, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two faults may be the same in every word
          <li key={index}>
            <button type="button" className="fault-list__fault" onClick={() => onGo(fault)}>
              <span className="fault-list__place">
                {texts.common.place(fault.place?.line, fault.place?.column)}
              </span>
              <span>
                {fault.message} <span className="dim">{fault.remedy}</span>
              </span>
              <FaultCode code={fault.code} />
            </button>
          </li>
        ))}
        {faultCount > faults.length && (
          <li className="dim fault-list__more">{texts.profiles.faultsMore(faultCount - faults.length)}</li>
        )}
      </ol>
    </section>
  );
}
