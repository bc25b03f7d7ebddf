using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.Kube.Tests.Silo;

public sealed class WebhookTests(ApiServerFixture server)
{
    private const string Group = "/apis/admissionregistration.k8s.io/v1";
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_mutating_webhook_changes_objects()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", static _ => Task.FromResult(Patch("""[{"op":"add","path":"/data/added","value":"yes"}]""")));
        var space = await server.NamespaceAsync();
        await using var _ = await ConfigureAsync("mutating", hook, space);

        var created = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        (created.Text("data.added"), created.Text("data.k")).ShouldBe(("yes", "v"));
        var seen = hook.Seen.Single(static s => s["name"]!.ToString() != "kube-root-ca.crt");
        (seen["operation"]!.ToString(), seen["kind"]!["kind"]!.ToString(), seen["resource"]!["resource"]!.ToString(), seen["name"]!.ToString(), seen["userInfo"]!["username"]!.ToString())
            .ShouldBe(("CREATE", "ConfigMap", "configmaps", "a", "kubernetes-admin"));
        seen["userInfo"]!["extra"]!["authentication.kubernetes.io/credential-id"]![0]!.ToString().ShouldStartWith("X509SHA256=");
        seen["object"]!["data"]!["k"]!.ToString().ShouldBe("v");
        seen["oldObject"].ShouldBeNull();
        (await _api.PostAsync($"/api/v1/namespaces/{space}/secrets", """{"metadata":{"name":"a"}}""")).Code.ShouldBe(201);
        hook.Seen.ShouldAllBe(static s => s["resource"]!["resource"]!.ToString() == "configmaps");
    }

    [Fact]
    public async Task A_validating_webhook_refuses_with_its_own_words()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", static request => Task.FromResult(
            request["operation"]!.ToString() == "DELETE" ? Deny("""{"code":403,"message":"this stays","reason":"Forbidden"}""")
            : request["object"]!["data"]?["bad"] is null ? new JsonObject { ["allowed"] = true, ["warnings"] = new JsonArray("mind the gap") } : Deny(null)));
        var space = await server.NamespaceAsync();
        await using var _ = await ConfigureAsync("validating", hook, space);

        var good = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""");
        (good.Code, good.Headers["Warning"]).ShouldBe((201, "299 - \"mind the gap\""));
        var bad = await _api.PatchAsync(Maps(space) + "/a", """{"data":{"bad":"1"}}""");
        (bad.Code, bad.Message).ShouldBe((400, "admission webhook \"h.example.com\" denied the request without explanation"));
        var kept = await _api.DeleteAsync(Maps(space) + "/a");
        (kept.Code, kept.Reason, kept.Message).ShouldBe((403, "Forbidden", "admission webhook \"h.example.com\" denied the request: this stays"));
        var deletion = hook.Seen.Last(static s => s["operation"]!.ToString() == "DELETE");
        deletion["oldObject"]!["metadata"]!["name"]!.ToString().ShouldBe("a");
        deletion["userInfo"]!["extra"]!["authentication.kubernetes.io/credential-id"]![0]!.ToString().ShouldStartWith("X509SHA256=");
    }

    [Theory]
    [InlineData("Fail", 500)]
    [InlineData("Ignore", 201)]
    public async Task A_webhook_that_fails_is_fatal_or_ignored(string policy, int code)
    {
        await using var hook = await WebhookServer.StartAsync("somebody.else", static _ => Task.FromResult(Deny(null)));
        var space = await server.NamespaceAsync();
        await using var _ = await ConfigureAsync("validating", hook, space, policy);

        var answer = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""");
        answer.Code.ShouldBe(code);
        if (code == 500) answer.Message.ShouldStartWith("Internal error occurred: failed calling webhook \"h.example.com\": failed to call webhook: Post \"https://127.0.0.1:");
    }

    [Fact]
    public async Task A_client_that_waits_no_longer_is_told_so_in_time()
    {
        var never = new TaskCompletionSource<JsonObject>();
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", _ => never.Task);
        var space = await server.NamespaceAsync();
        await using var configured = await ConfigureAsync("mutating", hook, space);

        var late = await _api.PostAsync(Maps(space) + "?timeout=100ms", """{"metadata":{"name":"a"}}""");
        (late.Code, late.Reason, late.Message).ShouldBe((504, "Timeout", "Timeout: request did not complete within the allotted timeout"));
        (await _api.GetAsync(Maps(space) + "?timeout=30s")).Code.ShouldBe(200);
        never.SetResult(Deny(null));
    }

    [Theory]
    [InlineData("soon", "time: invalid duration \"soon\"")]
    [InlineData("5", "time: missing unit in duration \"5\"")]
    public async Task A_time_to_wait_that_is_none_is_refused(string timeout, string problem)
    {
        var refused = await _api.GetAsync($"/api/v1/pods?timeout={timeout}");
        (refused.Code, refused.Message).ShouldBe((400, $"invalid timeout specified in the request URL - {problem}"));
    }

    [Fact]
    public async Task A_webhook_that_is_slow_is_given_up()
    {
        var never = new TaskCompletionSource<JsonObject>();
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", _ => never.Task);
        var space = await server.NamespaceAsync();
        await using var configured = await ConfigureAsync("mutating", hook, space, more: ",\"timeoutSeconds\":1");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Message.ShouldContain("context deadline exceeded");
        never.SetResult(Deny(null));
    }

    [Fact]
    public async Task Conditions_decide_what_a_webhook_sees()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", static _ => Task.FromResult(Deny(null)));
        var space = await server.NamespaceAsync();
        await using var _ = await ConfigureAsync("validating", hook, space, more: ",\"matchConditions\":[{\"name\":\"c\",\"expression\":\"object.metadata.name != 'skip-me'\"}]");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"skip-me"}}""")).Code.ShouldBe(201);
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"other"}}""")).Code.ShouldBe(400);
        var broken = await _api.PostAsync($"{Group}/validatingwebhookconfigurations", Configuration("validating", hook, "x", "Fail", ",\"matchConditions\":[{\"name\":\"c\",\"expression\":\"object. []\"}]"));
        broken.Message.ShouldContain("webhooks[0].matchConditions[0].expression: Invalid value: \"object. []\": compilation failed");
    }

    [Fact]
    public async Task What_configures_webhooks_is_never_shown_to_them()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", static _ => Task.FromResult(Deny(null)));
        var configuration = Configuration("validating", hook, "x", "Fail", "").Replace("\"configmaps\"", "\"validatingwebhookconfigurations\"").Replace("\"apiGroups\":[\"\"]", "\"apiGroups\":[\"*\"]").Replace("\"matchLabels\":{\"kubernetes.io/metadata.name\":\"x\"}", "");
        (await _api.PostAsync($"{Group}/validatingwebhookconfigurations", configuration)).Code.ShouldBe(201);

        (await _api.PatchAsync($"{Group}/validatingwebhookconfigurations/x", """{"metadata":{"labels":{"a":"b"}}}""")).Code.ShouldBe(200);
        (await _api.DeleteAsync($"{Group}/validatingwebhookconfigurations/x")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_webhook_sees_evictions_and_bindings_as_what_is_sent_to_the_pod()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", static request => Task.FromResult(
            request["subResource"]!.ToString() == "eviction" ? Deny("""{"code":403,"message":"not now","reason":"Forbidden"}""") : new JsonObject { ["allowed"] = true, ["warnings"] = new JsonArray("bound by hand") }));
        var space = await server.NamespaceAsync();
        var path = $"{Group}/validatingwebhookconfigurations";
        (await _api.PostAsync(path, Configuration("validating", hook, space, "Fail", "").Replace("\"configmaps\"", "\"pods/eviction\",\"pods/binding\""))).Code.ShouldBe(201);
        await using var _ = new Configured(_api, $"{path}/{space}");
        var pod = $"/api/v1/namespaces/{space}/pods/p";
        await _api.PostAsync($"/api/v1/namespaces/{space}/pods", """{"metadata":{"name":"p"},"spec":{"schedulerName":"nobody","containers":[{"name":"c","image":"i"}]}}""");

        var bound = await _api.PostAsync($"{pod}/binding", """{"apiVersion":"v1","kind":"Binding","metadata":{"name":"p"},"target":{"kind":"Node","name":"somewhere"}}""");
        (bound.Code, bound.Headers["Warning"]).ShouldBe((201, "299 - \"bound by hand\""));
        var evicted = await _api.PostAsync($"{pod}/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}""");
        (evicted.Code, evicted.Message).ShouldBe((403, "admission webhook \"h.example.com\" denied the request: not now"));

        (await _api.GetAsync(pod)).Text("metadata.deletionTimestamp").ShouldBeNullOrEmpty();
        hook.Seen.Select(static s => $"{s["operation"]} {s["resource"]!["resource"]}/{s["subResource"]} {s["kind"]!["group"]}/{s["kind"]!["version"]} {s["kind"]!["kind"]} {s["object"]!["kind"]}")
            .ShouldBe(["CREATE pods/binding /v1 Binding Binding", "CREATE pods/eviction policy/v1 Eviction Eviction"]);
    }

    [Fact]
    public async Task A_service_without_pods_is_reached_at_its_endpoints()
    {
        var space = await server.NamespaceAsync();
        await using var hook = await WebhookServer.StartAsync($"hook.{space}.svc", static _ => Task.FromResult(Patch("""[{"op":"add","path":"/data","value":{"by":"service"}}]""")));
        var address = System.Net.Dns.GetHostAddresses(System.Net.Dns.GetHostName()).FirstOrDefault(static a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(a))
            ?? System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(static n => n.GetIPProperties().UnicastAddresses).Select(static a => a.Address)
                .First(static a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(a));
        await _api.PostAsync($"/api/v1/namespaces/{space}/services", """{"metadata":{"name":"hook"},"spec":{"ports":[{"port":8443}]}}""");
        (await _api.PostAsync($"/apis/discovery.k8s.io/v1/namespaces/{space}/endpointslices", $$$"""
            {"metadata":{"name":"hook-1","labels":{"kubernetes.io/service-name":"hook"}},"addressType":"IPv4","ports":[{"name":"","port":{{{hook.Port}}}}],"endpoints":[{"addresses":["{{{address}}}"]}]}
            """)).Code.ShouldBe(201);
        var configuration = Configuration("mutating", hook, space, "Fail", "")
            .Replace($"\"url\":\"https://127.0.0.1:{hook.Port}/x\"", $$"""
            "service":{"namespace":"{{space}}","name":"hook","port":8443,"path":"/y"}
            """.Trim());
        (await _api.PostAsync($"{Group}/mutatingwebhookconfigurations", configuration)).Code.ShouldBe(201);

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Text("data.by").ShouldBe("service");
        await _api.DeleteAsync($"{Group}/mutatingwebhookconfigurations/{space}");
    }

    private static string Maps(string space) => $"/api/v1/namespaces/{space}/configmaps";

    private static JsonObject Patch(string patch) =>
        new() { ["allowed"] = true, ["patchType"] = "JSONPatch", ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch)) };

    private static JsonObject Deny(string? status) => new() { ["allowed"] = false, ["status"] = status is null ? null : JsonNode.Parse(status) };

    private static string Configuration(string sort, WebhookServer hook, string space, string policy, string more) => $$$"""
        {"kind":"{{{char.ToUpperInvariant(sort[0]) + sort[1..]}}}WebhookConfiguration","metadata":{"name":"{{{space}}}"},"webhooks":[{"name":"h.example.com","sideEffects":"None","admissionReviewVersions":["v1"],
          "failurePolicy":"{{{policy}}}","clientConfig":{"url":"https://127.0.0.1:{{{hook.Port}}}/x","caBundle":"{{{hook.Authority}}}"},
          "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{space}}}"}},
          "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["configmaps"]}]{{{more}}}}]}
        """;

    private async Task<Configured> ConfigureAsync(string sort, WebhookServer hook, string space, string policy = "Fail", string more = "")
    {
        var path = $"{Group}/{sort}webhookconfigurations";
        (await _api.PostAsync(path, Configuration(sort, hook, space, policy, more))).Code.ShouldBe(201);
        return new Configured(_api, $"{path}/{space}");
    }

    private sealed class Configured(ApiClient api, string path) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await api.DeleteAsync(path);
    }
}
