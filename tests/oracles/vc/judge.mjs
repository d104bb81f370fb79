// Judges, issues and canonises credentials with the libraries of Digital Bazaar, for tests/oracles/node_vc.py.
//
// One JSON request on standard input: {"contexts": {address: document}, "commands": [{"do": ..., ...}]}.
// One JSON answer on standard output: an array with {"value": ...} or {"error": [words]} for each command.
// Whatever an address leads to is handed in; nothing here reaches a network.
import net from "node:net";
import { text } from "node:stream/consumers";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import * as statusLists from "@digitalbazaar/vc-bitstring-status-list";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { documentsAt } from "./documents.mjs";

net.Socket.prototype.connect = () => {
  throw new Error("no network: everything is handed in");
};

// the purposes that end a credential; any other is for information
const ENDING = new Set(["revocation", "suspension"]);

// errors hang on errors: as .errors, as .cause, or in arrays
function words(error) {
  if (!error) return [];
  if (Array.isArray(error)) return error.flatMap(words);
  const below = [...words(error.errors), ...words(error.cause), ...words(error.details?.event?.code)];
  return [...new Set([typeof error === "string" ? error : `${error.name}: ${error.message}`, ...below])];
}

const suiteOf = (more = {}) => new DataIntegrityProof({ cryptosuite, ...more });

async function listsAreGood(credential, documentLoader, now) {
  const errors = [];
  for (const { statusListCredential: address } of [credential.credentialStatus].flat()) {
    const { document } = await documentLoader(address);
    const { verified, error } = await vc.verifyCredential({
      credential: document, suite: suiteOf(), documentLoader, now,
    });
    if (!verified) errors.push(`the status list ${address} is not verified`, ...words(error));
  }
  return errors;
}

// The library answers "verified" for a bit that is set: whether the bit ends the credential is for its user to
// say. It also reads the lists at the time of the clock, so they are verified here, at the time asked about.
const checkStatusAt = (now) => async ({ credential, documentLoader }) => {
  const wrong = await listsAreGood(credential, documentLoader, now);
  if (wrong.length > 0) return { verified: false, error: wrong };
  const result = await statusLists.checkStatus({
    credential, documentLoader, suite: suiteOf(), verifyBitstringStatusListCredential: false,
  });
  const ended = (result.results ?? [])
    .filter(({ status, credentialStatus }) => status && ENDING.has(credentialStatus.statusPurpose))
    .map(({ credentialStatus }) => `the bit for ${credentialStatus.statusPurpose} is set`);
  return { ...result, verified: result.verified && ended.length === 0, error: result.error ?? ended };
};

async function verify({ credential, now }, documentLoader) {
  const result = await vc.verifyCredential({
    credential, suite: suiteOf(), documentLoader, now, checkStatus: checkStatusAt(now),
  });
  const statuses = (result.statusResult?.results ?? []).map(({ credentialStatus, status }) => ({
    purpose: credentialStatus.statusPurpose, isSet: status,
  }));
  return { verified: result.verified, errors: [...words(result.error), ...words(result.statusResult?.error)], statuses };
}

async function issue({ credential, key, verificationMethod, created }, documentLoader) {
  const controller = verificationMethod.split("#")[0];
  const pair = await Ed25519Multikey.from({ ...key, type: "Multikey", id: verificationMethod, controller });
  const suite = suiteOf({ signer: pair.signer(), date: created });
  return await vc.issue({ credential, suite, documentLoader, now: created });
}

// strict as the library signs (an undefined term is an error), or as plain JSON-LD, which drops such terms
async function canonize({ document, strict = true }, documentLoader) {
  return await cryptosuite.canonize(document, { documentLoader, safe: strict });
}

async function writeStatusList({ id, purpose, length, set }) {
  const list = await statusLists.createList({ length });
  for (const index of set) list.setStatus(index, true);
  return await statusLists.createCredential({ id, list, statusPurpose: purpose });
}

async function readStatusList({ encodedList }) {
  const list = await statusLists.decodeList({ encodedList });
  const indices = [...Array(list.length).keys()];
  return { length: list.length, set: indices.filter((index) => list.getStatus(index)) };
}

// asked by the test that no network is reached
async function fetchAddress({ address }) {
  return (await fetch(address)).status;
}

const COMMANDS = { verify, issue, canonize, writeStatusList, readStatusList, fetchAddress };

async function answer({ do: name, documents = {}, ...command }, contexts) {
  try {
    return { value: await COMMANDS[name](command, documentsAt({ ...contexts, ...documents })) };
  } catch (error) {
    return { error: words(error) };
  }
}

const { contexts, commands } = JSON.parse(await text(process.stdin));
const answers = [];
for (const command of commands) answers.push(await answer(command, contexts));
process.stdout.write(JSON.stringify(answers));
