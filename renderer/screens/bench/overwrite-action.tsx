import { useState } from 'react';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';

interface OverwriteActionProps {
  readonly holder: { readonly deviceId: string; readonly label: string };
}

/** A person says, by its name, that the card of another device may be written; then the card is put in again. */
export function OverwriteAction({ holder }: OverwriteActionProps) {
  const batchId = useWorkstation((state) => state.overview?.batch?.batchId);
  const [allowed, setAllowed] = useState(false);
  if (allowed)
    return (
      <p className="activity__label" role="status">
        {texts.bench.overwriteAllowed(holder.label)}
      </p>
    );
  const allow = async () => {
    if (batchId === undefined) return undefined;
    const result = await call('allowOverwrite', { batchId, deviceId: holder.deviceId });
    if (result.kind === 'fault') return result.fault;
    setAllowed(true);
    return undefined;
  };
  return (
    <>
      <p className="activity__label">{texts.bench.takeOut}</p>
      <ActionButton tone="danger" onRun={allow}>
        {texts.bench.overwrite(holder.label)}
      </ActionButton>
    </>
  );
}
