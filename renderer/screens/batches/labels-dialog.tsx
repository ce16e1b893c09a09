import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import type { CallRequest } from '../../../core/api-requests.ts';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';
import { DocumentProgress } from './document-progress.tsx';
import { LabelPicture } from './label-picture.tsx';
import { useDocument } from './use-document.ts';
import './documents.css';

interface LabelsDialogProps {
  readonly batchId: string;
  /** That line of the list alone. */
  readonly line?: number;
  /** Whether devices are offered that are not done. */
  readonly all?: boolean;
  readonly onClose: () => void;
}

type Size = keyof typeof texts.documents.sizes;
const sizes: Readonly<Record<Size, CallRequest<'labelPreview'>['size']>> = {
  profile: undefined,
  'a4-3x8': 'a4-3x8',
  'letter-3x10': 'letter-3x10',
  single: { width: 62, height: 29 },
};

/** Asks which labels are wanted, shows the first, and saves them. */
export default function LabelsDialog({ batchId, line, all: everyone = false, onClose }: LabelsDialogProps) {
  const [size, setSize] = useState<Size>('profile');
  const [all, setAll] = useState(everyone);
  const [skip, setSkip] = useState('0');
  const request = {
    ...{ batchId, all },
    ...(sizes[size] === undefined ? {} : { size: sizes[size] }),
    ...(line === undefined ? {} : { line }),
  };
  const { state } = useCall('labelPreview', request);
  const skipped = /^\d{1,4}$/.test(skip) ? Number(skip) : undefined;
  const saving = useDocument(
    () => call('saveLabels', { ...request, skip: skipped ?? 0 }),
    texts.documents.savedLabels,
    onClose,
  );
  const preview = state.kind === 'answer' ? state.answer : undefined;
  const fault =
    saving.fault ??
    (state.kind === 'fault'
      ? state.fault
      : preview?.first.kind === 'fault'
        ? preview.first.fault
        : undefined);
  return (
    <Dialog
      title={line === undefined ? texts.documents.labelsTitle : texts.documents.labelTitle}
      lead={texts.documents.labelsLead}
      onClose={saving.leave}
      actions={
        <DialogActions
          onCancel={saving.leave}
          hotkey="Enter"
          icon={<IconDeviceFloppy size="1.0625rem" />}
          disabled={preview?.first.kind !== 'picture' || skipped === undefined}
          onRun={saving.write}
        >
          {texts.documents.save}
        </DialogActions>
      }
    >
      <div className="documents-form">
        <NativeSelect
          label={texts.documents.size}
          value={size}
          disabled={saving.writing}
          onChange={(event) => setSize(event.currentTarget.value as Size)}
          data={Object.entries(texts.documents.sizes).map(([value, label]) => ({ value, label }))}
        />
        {preview !== undefined && preview.perSheet > 1 && (
          <TextInput
            label={texts.documents.skip}
            inputMode="numeric"
            value={skip}
            error={skipped === undefined}
            disabled={saving.writing}
            onChange={(event) => setSkip(event.currentTarget.value)}
          />
        )}
        {line === undefined && (
          <Checkbox
            label={texts.documents.all}
            checked={all}
            disabled={saving.writing}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
        )}
      </div>
      {preview?.first.kind === 'picture' && (
        <figure className="label-preview">
          <LabelPicture picture={preview.first.picture} />
          <figcaption className="dim">
            {texts.documents.count(preview.labels, preview.sheets, preview.perSheet)}
          </figcaption>
        </figure>
      )}
      {saving.writing && <DocumentProgress />}
      {fault && <FaultNotice fault={fault} />}
    </Dialog>
  );
}
