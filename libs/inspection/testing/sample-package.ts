import { temporaryDirectory } from '@bali/event-store/testing';
import { join } from 'node:path';
import {
  type CopyManifest,
  type Manifest,
  type PackageSource,
  type MayKnowText,
  siteCopy,
  TEXTS_OF_A_BLINDED_SITE,
  type TextCounts,
  wholeLedger,
  writePackage,
} from '../src/index.js';

const SAMPLE_MAKING = {
  madeAt: '2026-11-24T10:00:00.000Z',
  madeBy: { userId: 'inspector', name: 'Iris Weber', role: 'inspector', organisation: 'Agency of <Medicines>' },
  reason: 'routine inspection & archive',
  software: { version: '0.1.0', commit: '0000000' },
} as const;

export interface SamplePackage extends Disposable {
  readonly path: string;
  readonly manifest: Manifest;
}

interface SampleTexts {
  readonly name?: string;
  readonly texts?: TextCounts['kept'];
  readonly mayKnow?: MayKnowText;
}

/** A package in a directory that is gone when it is disposed of. @param name with `.zip`, a zip file. */
export async function samplePackage(
  source: PackageSource,
  { name = 'package', texts = 'included', mayKnow }: SampleTexts = {},
): Promise<SamplePackage> {
  const directory = temporaryDirectory();
  const path = join(directory.path, name);
  const manifest = await writePackage(wholeLedger(texts, mayKnow), source, { out: path, ...SAMPLE_MAKING });
  return { path, manifest, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

export interface SampleCopy extends Disposable {
  readonly path: string;
  readonly manifest: CopyManifest;
}

/** A site's certified copy for somebody who knows nothing of unblindings, in a directory that is gone when it is disposed of. */
export async function sampleCopy(
  source: PackageSource,
  { name = 'copy', site = 'REI' }: { readonly name?: string; readonly site?: string } = {},
): Promise<SampleCopy> {
  const directory = temporaryDirectory();
  const path = join(directory.path, name);
  const manifest = await writePackage(siteCopy(site, TEXTS_OF_A_BLINDED_SITE), source, { out: path, ...SAMPLE_MAKING });
  return { path, manifest, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}
