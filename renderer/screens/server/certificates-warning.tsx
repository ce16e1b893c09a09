import { IconAlertTriangle } from '@tabler/icons-react';
import type { Fault } from '../../../core/errors.ts';
import { FaultCode } from '../../components/fault-notice.tsx';

/** Something that works, and that somebody should know of: in one glance, with what to do below it. */
export function CertificatesWarning({ fault }: { readonly fault: Fault }) {
  return (
    <div className="certificates__warning" role="status">
      <IconAlertTriangle size="1.125rem" aria-hidden="true" />
      <div>
        <p>
          <b>{fault.message}</b>
        </p>
        <p className="certificates__remedy" title={fault.remedy}>
          {fault.remedy}
        </p>
      </div>
      <FaultCode code={fault.code} />
    </div>
  );
}
