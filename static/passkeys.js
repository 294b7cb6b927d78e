// On a page about passkeys, the button asks the browser for one, and what the device answers is sent with the form.
"use strict";
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

// A passkey that signs in by itself: kept on the device, which asks for a finger, a face or a PIN.
const make = ({ publicKey: wanted }) =>
  navigator.credentials.create({
    publicKey: {
      ...wanted,
      challenge: bytes(wanted.challenge),
      user: { ...wanted.user, id: bytes(wanted.user.id) },
      excludeCredentials: listed(wanted.excludeCredentials),
      authenticatorSelection: {
        ...wanted.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
      },
    },
  });
const ask = ({ publicKey: wanted }) =>
  navigator.credentials.get({
    publicKey: { ...wanted, challenge: bytes(wanted.challenge), allowCredentials: listed(wanted.allowCredentials) },
  });

function answer(key) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (key.response[name]) said[name] = text(key.response[name]);
  const extras = key.getClientExtensionResults();
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response: said, clientExtensionResults: extras });
}

document.getElementById("passkey-scripts").hidden = true;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const problem = document.getElementById("passkey-problem");
  const data = JSON.parse(document.getElementById("js_data").textContent);
  const say = (words) => {
    problem.firstElementChild.textContent = words;
    problem.hidden = false;
    problem.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    if (!navigator.credentials || !window.PublicKeyCredential) {
      say("This browser knows no passkeys. Use another way to sign in.");
      return;
    }
    try {
      const key = await (data.creation_options ? make(data.creation_options) : ask(data.request_options));
      form.elements.credential.value = answer(key);
      form.submit();
    } catch (error) {
      say(
        error.name === "InvalidStateError"
          ? "This device holds a passkey for you already."
          : "No passkey was given. Perhaps it took too long, or none on this device belongs to this site. Try again.",
      );
    }
  });
}
