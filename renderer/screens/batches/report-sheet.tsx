import type { ReactNode } from 'react';
import type { BatchSummary, JobView } from '../../../core/api.ts';
import { deviceOf } from '../../../core/provisioning/batch-mode.ts';
import { FaultCode } from '../../components/fault-notice.tsx';
import { deviceIdWords, iccidGroups } from '../../format/identity.ts';
import { formatNumber } from '../../format/numbers.ts';
import { formatDateTime, formatExactTime } from '../../format/times.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { iccidOf, isVerified } from './job-words.tsx';
import './report-sheet.css';

interface ReportSheetProps {
  readonly batch: BatchSummary;
  readonly rows: readonly JobView[];
  readonly madeAt: number;
}

/** The report as a sheet of paper. It says what main recorded, and leaves blank what it did not. */
export function ReportSheet({ batch, rows, madeAt }: ReportSheetProps) {
  const version = useWorkstation((state) => state.overview?.version ?? '');
  const done = rows.filter((row) => row.state.kind === 'done').length;
  const failed = rows.filter((row) => row.state.kind === 'failed').length;
  const left = rows.length - done - failed;
  const stations = [...new Set(rows.flatMap((row) => ('station' in row.state ? [row.state.station] : [])))];
  const touched = rows.filter((row) => row.state.kind !== 'waiting').map((row) => row.changedAt);
  return (
    <article className="sheet">
      <header className="sheet__head">
        <div>
          <p className="kicker">{texts.batches.reportTitle}</p>
          <h2>{batch.name}</h2>
        </div>
        <p className="dim">{texts.batches.reportMade(formatExactTime(madeAt), version)}</p>
      </header>
      {left > 0 && (
        <p className="sheet__unfinished" role="note">
          {texts.batches.reportUnfinished}
        </p>
      )}
      <div className="sheet__summary">
        <Total tone={done > 0 ? 'ok' : undefined} value={done} words={texts.bench.countDone} />
        <Total tone={failed > 0 ? 'bad' : undefined} value={failed} words={texts.bench.countFailed} />
        <Total value={left} words={texts.bench.countLeft} />
        <dl className="sheet__facts">
          <Fact name={texts.batches.reportProfile}>
            {texts.common.profileTag(batch.profileName, batch.profileVersion)}
          </Fact>
          <Fact name={texts.batches.reportCreated}>{formatExactTime(batch.createdAt)}</Fact>
          {touched.length > 0 && (
            <Fact name={texts.batches.reportLastChange}>
              {formatExactTime(touched.reduce((latest, at) => Math.max(latest, at), 0))}
            </Fact>
          )}
          <Fact name={texts.batches.reportStations}>{stations.join(', ') || texts.common.none}</Fact>
          <Fact name={texts.batches.reportSessions}>{texts.batches.reportHeldBy[deviceOf(batch.mode)]}</Fact>
          <Fact name={texts.batches.reportBatch}>
            <span className="mono">{batch.batchId}</span>
          </Fact>
        </dl>
      </div>
      <table className="sheet__rows">
        <thead>
          <tr>
            <th scope="col">{texts.batches.line}</th>
            <th scope="col">{texts.batches.device}</th>
            <th scope="col">{texts.batches.reportResult}</th>
            <th scope="col">{texts.batches.reportIccid}</th>
            <th scope="col">{texts.batches.reportDigest}</th>
            <th scope="col">{texts.batches.reportSession}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ReportRow key={row.jobId} row={row} />
          ))}
        </tbody>
      </table>
      <p className="sheet__foot dim">{texts.batches.reportFoot}</p>
    </article>
  );
}

function ReportRow({ row }: { readonly row: JobView }) {
  const { state } = row;
  const iccid = iccidOf(row);
  const session = state.kind === 'done' ? state.session : row.sessionId;
  return (
    <tr>
      <td className="sheet__line">{formatNumber(row.line)}</td>
      <td>
        <b>{row.label}</b>
        <br />
        <span className="mono dim sheet__whole">{deviceIdWords(row.deviceId)}</span>
      </td>
      <td data-tone={state.kind}>
        {texts.batches.jobStates[state.kind]}
        {state.kind !== 'waiting' && (
          <>
            <br />
            <span className="dim sheet__whole">{formatDateTime(row.changedAt)}</span>
          </>
        )}
        {state.kind === 'failed' && (
          <p className="sheet__cause">
            {state.fault.message} <FaultCode code={state.fault.code} />
          </p>
        )}
      </td>
      <td className="mono sheet__whole">{iccid === undefined ? texts.common.none : iccidGroups(iccid)}</td>
      <td className="mono sheet__digest">
        {isVerified(row) && 'message' in state && state.message ? (
          <>
            {state.message.digest} <span className="dim">{texts.batches.octets(state.message.octets)}</span>
          </>
        ) : (
          texts.common.none
        )}
      </td>
      <td className="mono sheet__digest">{session ?? texts.common.none}</td>
    </tr>
  );
}

function Total(props: {
  readonly tone?: 'ok' | 'bad' | undefined;
  readonly value: number;
  readonly words: string;
}) {
  return (
    <p className="sheet__total" data-tone={props.tone}>
      <b>{formatNumber(props.value)}</b>
      {props.words}
    </p>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
