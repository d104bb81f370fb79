// What stands at an address, out of what was handed in: the documents themselves, a verification method inside
// a DID document, and the document that every did:key is by itself.
const MULTIKEY = "https://w3id.org/security/multikey/v1";
const DID = "https://www.w3.org/ns/did/v1";

function keyDocument(did) {
  const publicKeyMultibase = did.slice("did:key:".length);
  const id = `${did}#${publicKeyMultibase}`;
  return {
    "@context": [DID, MULTIKEY],
    id: did,
    verificationMethod: [{ id, type: "Multikey", controller: did, publicKeyMultibase }],
    assertionMethod: [id],
  };
}

// https://w3c-ccg.github.io/did-method-web/#read-resolve
function webAddress(did) {
  const [host, ...path] = did.slice("did:web:".length).split(":").map(decodeURIComponent);
  return `https://${host}/${path.length > 0 ? path.join("/") : ".well-known"}/did.json`;
}

function whole(address, documents) {
  if (address in documents) return documents[address];
  if (address.startsWith("did:key:")) return keyDocument(address);
  if (address.startsWith("did:web:")) return documents[webAddress(address)];
  return undefined;
}

function method(address, documents) {
  const [did] = address.split("#");
  const found = whole(did, documents)?.verificationMethod?.find(({ id }) => id === address);
  return found && { "@context": MULTIKEY, ...found };
}

export const documentsAt = (documents) => async (address) => {
  const read = address.includes("#") && !(address in documents) ? method : whole;
  const document = read(address, documents);
  if (document === undefined) throw new Error(`not among the documents handed in: ${address}`);
  return { contextUrl: null, documentUrl: address, document: structuredClone(document) };
};
