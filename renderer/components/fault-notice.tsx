import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Fault } from '../../core/errors.ts';
import { texts } from '../texts.ts';
import './fault-notice.css';

interface FaultNoticeProps {
  readonly fault: Fault;
  /** What the person can do about it right here. */
  readonly children?: ReactNode;
}

/** A fault in its place: what happened, what to do, and the code to look it up by. */
export function FaultNotice({ fault, children }: FaultNoticeProps) {
  const { place } = fault;
  const where = texts.common.place(place?.line, place?.column);
  return (
    <div className="fault-notice" role="alert">
      <IconAlertTriangle className="fault-notice__icon" size="1.25rem" aria-hidden="true" />
      <div className="fault-notice__words">
        <p className="fault-notice__message">{fault.message}</p>
        <p>{fault.remedy}</p>
        <p className="fault-notice__detail">
          <FaultCode code={fault.code} />
          {place?.file !== undefined && <span className="mono">{place.file}</span>}
          {where !== '' && <span>{where}</span>}
          {place?.apdu !== undefined && <span className="mono">{place.apdu}</span>}
        </p>
        {children !== undefined && <div className="fault-notice__actions">{children}</div>}
      </div>
    </div>
  );
}

/** The code of a fault, as a tag. */
export function FaultCode({ code }: { readonly code: string }) {
  return <code className="fault-code">{code}</code>;
}
