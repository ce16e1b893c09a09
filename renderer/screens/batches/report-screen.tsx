import { IconDeviceFloppy, IconFileTypePdf, IconPrinter, IconTags } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { BatchSummary, JobView } from '../../../core/api.ts';
import type { Fault } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { ScreenFrame } from '../../components/screen.tsx';
import { texts } from '../../texts.ts';
import { loadAllJobs } from './load-all-jobs.ts';
import { ReportSheet } from './report-sheet.tsx';

const PdfDialog = lazy(() => import('./pdf-dialog.tsx'));
const LabelsDialog = lazy(() => import('./labels-dialog.tsx'));

type Loaded =
  | { readonly kind: 'loading'; readonly words: string }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | {
      readonly kind: 'report';
      readonly batch: BatchSummary;
      readonly rows: readonly JobView[];
      readonly madeAt: number;
    };

/** The report of a batch: a sheet to print, and the files to keep. */
export default function ReportScreen({ batchId }: { readonly batchId: string }) {
  const loaded = useReport(batchId);
  const [dialog, setDialog] = useState<'pdf' | 'labels'>();
  return (
    <ScreenFrame
      title={loaded.kind === 'report' ? loaded.batch.name : texts.batches.report}
      kicker={texts.batches.report}
      scrolls
      actions={
        <>
          <ActionButton
            hotkey="J"
            needs="saveReport"
            icon={<IconDeviceFloppy size="1.0625rem" />}
            onRun={() => saveReport(batchId, 'json')}
          >
            {texts.batches.saveJson}
          </ActionButton>
          <ActionButton
            hotkey="C"
            needs="saveReport"
            icon={<IconDeviceFloppy size="1.0625rem" />}
            onRun={() => saveReport(batchId, 'csv')}
          >
            {texts.batches.saveCsv}
          </ActionButton>
          <ActionButton
            hotkey="L"
            needs="saveLabels"
            icon={<IconTags size="1.0625rem" />}
            onRun={() => setDialog('labels')}
          >
            {texts.documents.labels}
          </ActionButton>
          <ActionButton
            hotkey="P"
            icon={<IconPrinter size="1.0625rem" />}
            disabled={loaded.kind !== 'report'}
            onRun={() => window.print()}
          >
            {texts.batches.print}
          </ActionButton>
          <ActionButton
            tone="primary"
            hotkey="D"
            needs="saveReport"
            icon={<IconFileTypePdf size="1.0625rem" />}
            onRun={() => setDialog('pdf')}
          >
            {texts.documents.savePdf}
          </ActionButton>
        </>
      }
    >
      {loaded.kind === 'loading' && <Loading words={loaded.words} />}
      {loaded.kind === 'fault' && <FaultNotice fault={loaded.fault} />}
      {loaded.kind === 'report' && <ReportSheet {...loaded} />}
      <Suspense>
        {dialog === 'pdf' && <PdfDialog batchId={batchId} onClose={() => setDialog(undefined)} />}
        {dialog === 'labels' && <LabelsDialog batchId={batchId} onClose={() => setDialog(undefined)} />}
      </Suspense>
    </ScreenFrame>
  );
}

function useReport(batchId: string): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading', words: texts.common.loading });
  useEffect(() => {
    let wanted = true;
    const show = (state: Loaded) => {
      if (wanted) setLoaded(state);
    };
    const load = async () => {
      const summary = await call('batch', { batchId });
      if (summary.kind === 'fault') return show(summary);
      const all = await loadAllJobs(
        (offset, limit) => call('jobs', { batchId, filter: 'all', search: '', offset, limit }),
        (rows, total) => show({ kind: 'loading', words: texts.batches.reportLoading(rows, total) }),
      );
      if (all.kind === 'fault') return show(all);
      show({ kind: 'report', batch: summary.answer, rows: all.rows, madeAt: Date.now() });
    };
    void load();
    return () => {
      wanted = false;
    };
  }, [batchId]);
  return loaded;
}

async function saveReport(batchId: string, format: 'json' | 'csv'): Promise<Fault | undefined> {
  const result = await call('saveReport', { batchId, format });
  if (result.kind === 'fault') return result.fault;
  if (result.answer.kind === 'saved') notifyDone(texts.batches.savedTitle, result.answer.file);
  return undefined;
}
