import { IconEye, IconEyeOff, IconShieldLock } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { SecurityView, VaultProtection } from '../../../core/api-operators.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';
import { Group, Row } from './settings-parts.tsx';

const VaultDialog = lazy(() => import('./operators-vault-dialog.tsx'));
const ProductionLockDialog = lazy(() => import('./operators-production-dialog.tsx'));

/** What guards the secrets of the bench: its vault, the lock on production data, and key files that are for it alone. */
export function SecretsGroup() {
  const { state, reload } = useCall('security', {});
  const [asked, setAsked] = useState<'production' | 'vault'>();
  const close = () => setAsked(undefined);
  const done = () => {
    close();
    void reload();
  };
  if (state.kind === 'loading') return null;
  if (state.kind === 'fault') return <FaultNotice fault={state.fault} />;
  const { vault, keyStore, production, keyRecipient, keptIssuerKeys } = state.answer;
  const isLocked = production.kind === 'locked';
  return (
    <Group title={texts.operators.security}>
      <Row
        name={texts.operators.vaultName}
        hint={protectionWords(vault)}
        value={isOpen(vault) && <Standing tone="warn">{texts.operators.notProtected}</Standing>}
      >
        {vault.kind === 'keyFile' && keyStore && <SealVault onSealed={reload} />}
        <ActionButton
          icon={<IconShieldLock size="1.0625rem" />}
          needs="protectVault"
          onRun={() => setAsked('vault')}
        >
          {vault.kind === 'passphrase' ? texts.operators.vaultPassphraseNew : texts.operators.vaultPassphrase}
        </ActionButton>
      </Row>
      <Row
        name={texts.operators.productionName}
        hint={texts.operators.productionHint}
        value={isLocked && <Standing tone="accent">{texts.operators.productionOn}</Standing>}
      >
        <ActionButton
          icon={isLocked ? <IconEye size="1.0625rem" /> : <IconEyeOff size="1.0625rem" />}
          needs={isLocked ? 'unlockProduction' : 'lockProduction'}
          onRun={() => setAsked('production')}
        >
          {isLocked ? texts.operators.unlockProduction : texts.operators.lockProduction}
        </ActionButton>
      </Row>
      <Row
        name={texts.operators.recipientName}
        value={<span className="mono">{keyRecipient}</span>}
        hint={`${texts.operators.recipientHint} ${texts.operators.keptKeys(keptIssuerKeys)}`}
      >
        <CopyButton text={keyRecipient} words={texts.operators.copyRecipient} />
      </Row>
      <Suspense>
        {asked === 'production' && <ProductionLockDialog isLocked={isLocked} onClose={close} onDone={done} />}
        {asked === 'vault' && (
          <VaultDialog hasPassphrase={vault.kind === 'passphrase'} onClose={close} onDone={done} />
        )}
      </Suspense>
    </Group>
  );
}

/** A word on how it stands, as wide as it is. */
function Standing({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span>
      <Tag tone={tone}>{children}</Tag>
    </span>
  );
}

function SealVault({ onSealed }: { readonly onSealed: () => Promise<void> }) {
  const seal = async () => {
    const result = await call('protectVault', {});
    if (result.kind === 'fault') return result.fault;
    notifyDone(texts.operators.vaultSealed, texts.operators.vaultSealedHint);
    await onSealed();
    return undefined;
  };
  return (
    <ActionButton icon={<IconShieldLock size="1.0625rem" />} needs="protectVault" onRun={seal}>
      {texts.operators.vaultSeal}
    </ActionButton>
  );
}

/** Whether whoever reads the files can read the secrets. */
function isOpen(vault: SecurityView['vault']): boolean {
  return vault.kind === 'keyFile' || (vault.kind === 'keyStore' && vault.basicText);
}

function protectionWords(vault: VaultProtection): string {
  switch (vault.kind) {
    case 'keyFile':
      return texts.operators.vault.keyFile;
    case 'passphrase':
      return texts.operators.vault.passphrase;
    case 'keyStore':
      return vault.basicText ? texts.operators.vault.basicText : texts.operators.vault.keyStore(vault.name);
  }
}
