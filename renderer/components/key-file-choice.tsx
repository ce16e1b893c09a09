import { texts } from '../texts.ts';
import { ActionButton } from './action-button.tsx';
import { type ChosenKeys, chooseKeys } from './choose-keys.ts';
import './key-file-choice.css';

interface KeyFileChoiceProps {
  readonly keys: ChosenKeys | undefined;
  readonly onChange: (keys: ChosenKeys | undefined) => void;
}

/** The file of issuer keys that cards are written with. */
export function KeyFileChoice({ keys, onChange }: KeyFileChoiceProps) {
  const choose = async () => {
    const chosen = await chooseKeys();
    if (chosen.kind === 'fault') return chosen.fault;
    if (chosen.kind === 'chosen') onChange(chosen.keys);
    return undefined;
  };
  return (
    <fieldset className="key-file">
      <legend>{texts.newBatch.adm}</legend>
      <p className="dim">{texts.newBatch.admHint}</p>
      <div className="key-file__line">
        <ActionButton onRun={choose}>{texts.newBatch.admChoose}</ActionButton>
        <span className={keys ? undefined : 'dim'}>
          {keys ? texts.newBatch.admChosen(keys.name, keys.count) : texts.newBatch.admNone}
        </span>
        {keys && (
          <ActionButton tone="subtle" onRun={() => onChange(undefined)}>
            {texts.newBatch.admRemove}
          </ActionButton>
        )}
      </div>
    </fieldset>
  );
}
