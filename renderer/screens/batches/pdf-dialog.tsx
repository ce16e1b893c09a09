import { Checkbox, SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../bench.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogActions } from '../../components/dialog-actions.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';
import { DocumentProgress } from './document-progress.tsx';
import { useDocument } from './use-document.ts';
import './documents.css';

interface PdfDialogProps {
  readonly batchId: string;
  readonly onClose: () => void;
}

const papers = ['a4', 'letter'] as const;

/** Asks how a report is laid out, and saves it as a PDF. */
export default function PdfDialog({ batchId, onClose }: PdfDialogProps) {
  const [paper, setPaper] = useState<(typeof papers)[number]>('a4');
  const [details, setDetails] = useState(false);
  const saving = useDocument(
    () => call('saveReport', { batchId, format: 'pdf', paper, details }),
    texts.documents.savedReport,
    onClose,
  );
  return (
    <Dialog
      title={texts.documents.pdfTitle}
      lead={texts.documents.pdfLead}
      onClose={saving.leave}
      actions={
        <DialogActions
          onCancel={saving.leave}
          hotkey="Enter"
          icon={<IconDeviceFloppy size="1.0625rem" />}
          onRun={saving.write}
        >
          {texts.documents.save}
        </DialogActions>
      }
    >
      <div className="documents-form">
        <SegmentedControl
          aria-label={texts.documents.paper}
          withItemsBorders={false}
          value={paper}
          disabled={saving.writing}
          onChange={(value) => setPaper(value as (typeof papers)[number])}
          data={papers.map((value) => ({ value, label: texts.documents.papers[value] }))}
        />
        <Checkbox
          label={texts.documents.details}
          checked={details}
          disabled={saving.writing}
          onChange={(event) => setDetails(event.currentTarget.checked)}
        />
      </div>
      {saving.writing && <DocumentProgress />}
      {saving.fault && <FaultNotice fault={saving.fault} />}
    </Dialog>
  );
}
