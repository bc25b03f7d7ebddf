// A person in front of the dashboard: signs in, looks around, changes things. ADDRESS, TOKEN and NAMESPACE come from the test.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const { ADDRESS, TOKEN, NAMESPACE } = process.env;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ ignoreHTTPSErrors: true });
context.setDefaultTimeout(20_000);
const errors = [];
context.on("weberror", (event) => errors.push(event.error().message));
context.on("console", (message) => { if (/Content Security Policy/.test(message.text())) errors.push(message.text()); });
context.on("requestfailed", (request) => console.error(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`));
context.on("dialog", (dialog) => dialog.accept());

// What Chromium finds out about its network while it starts, it takes for a change of it, and gives up what it is loading.
async function open(tries) {
  const opened = await context.newPage();
  try {
    await opened.goto(ADDRESS);
    return opened;
  } catch (failure) {
    await opened.close();
    if (tries === 1 || !/ERR_NETWORK_CHANGED/.test(failure.message)) throw failure;
    return open(tries - 1);
  }
}

const page = await open(5);
const see = (text) => page.locator("main").getByText(text).first().waitFor();
const press = (name) => page.getByRole("button", { name, exact: true }).click();
const tab = (name) => page.getByRole("tab", { name, exact: true }).click();
const rows = (count) => page.waitForFunction((wanted) => [...document.querySelectorAll("tbody tr")].filter((row) => row.checkVisibility()).length === wanted, count);

await page.fill("#token", "wrong");
await press("Sign in");
await see("Unauthorized");
await page.fill("#token", TOKEN);
await press("Sign in");
await see("Nodes");
assert.match(await page.textContent("#user"), /^system:serviceaccount:/);

// A list follows the cluster and can be narrowed down.
await page.selectOption("#namespace", NAMESPACE);
await page.locator("nav").getByText("Deployment", { exact: true }).click();
await see("shown");
await page.getByLabel("Filter").fill("nothing-like-it");
await rows(0);
await page.getByLabel("Filter").fill("app=shown");
await rows(1);
await page.locator("main").getByText("shown", { exact: true }).click();

// What can be done with an object.
await page.getByLabel("Replicas").fill("2");
await press("Scale");
await see("Scaled to 2.");
await tab("Pods");
await rows(2);
await tab("Events");
await see("ScalingReplicaSet");
await tab("YAML");
const yaml = page.getByLabel("YAML");
await yaml.fill((await yaml.inputValue()).replace("replicas: 2", "replicas: 1"));
await press("Try");
await see("The server would take it.");
await press("Save");
await see("Saved.");
await yaml.fill((await yaml.inputValue()).replace("replicas: 1", "replicas: -1"));
await press("Save");
await see("must be greater than or equal to 0");
await tab("Pods");
await rows(1);

// Its pod: what it writes, and a shell in it.
await page.locator("tbody a").click();
await see("PodReadyToStartContainers");
await tab("Logs");
await see("said by the pod");
await tab("Shell");
await press("Start");
await page.getByLabel("Input").fill("echo $((6 * 7))");
await page.getByLabel("Input").press("Enter");
await see("42");
await page.getByLabel("Input").fill("exit 3");
await page.getByLabel("Input").press("Enter");
await see("exit status 3");

// A manifest, and an object that is gone again.
await page.getByText("Apply a manifest").click();
await page.getByLabel("Manifest").fill("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: made\ndata: {key: \"<b>text</b>\"}\n---\napiVersion: v1\nkind: Nothing\nmetadata: {name: x}\n");
await press("Apply");
await see("ConfigMap made: created");
await see('no kind "Nothing" in v1');
await page.locator("nav").getByText("ConfigMap", { exact: true }).click();
await page.locator("main").getByText("made", { exact: true }).click();
await press("Delete");
await see("kube-root-ca.crt");
await page.locator("main").getByText("made", { exact: true }).waitFor({ state: "detached" });

await press("Sign out");
await page.locator("#token").waitFor();
assert.deepEqual(errors, []);
await browser.close();
