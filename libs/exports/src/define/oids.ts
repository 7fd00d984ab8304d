/** The identifiers by which Define-XML, Dataset-JSON and ODM refer to each other's parts. */
export const METADATA_VERSION_OID = 'MDV.BALI';

export function studyOid(trialId: string): string {
  return `STUDY.${trialId}`;
}

export function itemGroupOid(dataset: string): string {
  return `IG.${dataset}`;
}

export function itemOid(dataset: string, variable: string): string {
  return `IT.${dataset}.${variable}`;
}

export function codelistOid(name: string): string {
  return `CL.${name}`;
}

export function methodOid(dataset: string, variable: string): string {
  return `MT.${dataset}.${variable}`;
}

export function commentOid(dataset: string, variable: string): string {
  return `COM.${dataset}.${variable}`;
}
