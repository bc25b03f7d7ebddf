using Microsoft.AspNetCore.Http;

namespace Orleans.Kube.Tests.Silo;

public sealed class AggregationTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private const string Services = "/apis/apiregistration.k8s.io/v1/apiservices";
    private readonly ApiServerFixture _server = quiet.Server;
    private readonly ApiClient _api = quiet.Server.Admin;

    [Fact]
    public async Task What_is_served_here_is_local_and_available()
    {
        await EventuallyAsync(async () => (await _api.GetAsync($"{Services}/v1.apps")).Text("status.conditions.0.reason") == "Local");
        var table = await _api.GetAsync(Services, "application/json;as=Table;g=meta.k8s.io;v=v1");
        table.Json["rows"]!.AsArray().Select(static r => r!["cells"]!.AsArray()).First(static c => (string)c[0]! == "v1.").Select(static c => c!.ToString()).Take(2).ShouldBe(["v1.", "Local"]);
    }

    [Fact]
    public async Task Requests_for_a_group_of_another_server_reach_it_in_the_name_of_the_user()
    {
        var space = await _server.NamespaceAsync();
        var group = $"{space}.example.com";
        await using var remote = await RemoteAsync($"api.{space}.svc", group);
        var name = $"v1alpha1.{group}";
        await RegisterAsync(space, group, remote.Authority);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Services}/{name}")).Text("status.conditions.0.reason") == "MissingEndpoints");
        (await _api.GetAsync($"/apis/{group}/v1alpha1/flunders")).Code.ShouldBe(503);

        await remote.JoinAsync(_api, space);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Services}/{name}")).Text("status.conditions.0.reason") == "Passed");

        var answer = await _api.PostAsync($"/apis/{group}/v1alpha1/namespaces/x/flunders?dryRun=All", """{"a":1}""");
        (answer.Code, answer.Text("user"), answer.Text("groups"), answer.Text("path"), answer.Text("body")).ShouldBe(
            (201, "kubernetes-admin", "system:masters,system:authenticated", $"/apis/{group}/v1alpha1/namespaces/x/flunders?dryRun=All", """{"a":1}"""));
        using var nobody = _server.As("nobody");
        (await nobody.GetAsync($"/apis/{group}/v1alpha1/flunders")).Code.ShouldBe(403);

        (await _api.GetAsync("/apis")).Body.ShouldContain($"\"name\":\"{group}\"");
        (await _api.GetAsync($"/apis/{group}")).Text("preferredVersion.groupVersion").ShouldBe($"{group}/v1alpha1");
        (await _api.GetAsync($"/apis/{group}/v1alpha1")).Text("resources.0.name").ShouldBe("flunders");
        var all = await _api.GetAsync("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        var item = all.Items.Single(i => (string?)i["metadata"]!["name"] == group);
        ApiAnswer.At(item, "versions.0.resources.0")!.ToJsonString().ShouldContain("\"resource\":\"flunders\"");
        ApiAnswer.At(item, "versions.0.resources.0.subresources.0.subresource")!.ToString().ShouldBe("status");

        var documents = (await _api.GetAsync("/openapi/v3")).Json["paths"]!.AsObject();
        documents[$"apis/{group}/v1alpha1"]!["serverRelativeURL"]!.ToString().ShouldBe($"/openapi/v3/apis/{group}/v1alpha1?hash=1");
        documents.ShouldContainKey("apis/apps/v1");
        (await _api.GetAsync($"/openapi/v3/apis/{group}/v1alpha1?hash=1")).Text("path").ShouldBe($"/openapi/v3/apis/{group}/v1alpha1?hash=1");

        var swagger = (await _api.GetAsync("/openapi/v2")).Json;
        swagger["paths"]!.AsObject().ShouldContainKey($"/apis/{group}/v1alpha1/flunders");
        swagger["definitions"]!.AsObject().ShouldContainKey("x.Flunder");
        (await _api.GetAsync("/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf")).Body.ShouldContain($"/apis/{group}/v1alpha1/flunders");

        (await _api.DeleteAsync($"{Services}/{name}")).Code.ShouldBe(200);
        (await _api.GetAsync("/openapi/v2")).Body.ShouldNotContain(group);
        (await _api.GetAsync("/openapi/v3")).Body.ShouldNotContain(group);
        (await _api.GetAsync($"/openapi/v3/apis/{group}/v1alpha1")).Code.ShouldBe(404);
        (await _api.GetAsync($"/apis/{group}/v1alpha1/flunders")).Code.ShouldBe(404);
        (await _api.GetAsync("/apis")).Body.ShouldNotContain(group);
    }

    [Fact]
    public async Task A_namespace_that_goes_is_emptied_on_other_servers_too()
    {
        var (space, old) = (await _server.NamespaceAsync(), await _server.NamespaceAsync());
        var group = $"{space}.example.com";
        var flunders = new Dictionary<string, string> { ["a"] = "", ["b"] = "\"example.com/hold\"" };
        await using var remote = await FlundersAsync($"api.{space}.svc", group, old, flunders);
        await RegisterAsync(space, group, remote.Authority);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Services}/v1alpha1.{group}")).Text("status.conditions.0.reason") == "MissingEndpoints");

        await _api.DeleteAsync($"/api/v1/namespaces/{old}");
        await EventuallyAsync(async () => await ConditionAsync(old, "NamespaceDeletionDiscoveryFailure") ==
            $"True Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: {group}/v1alpha1: stale GroupVersion discovery: {group}/v1alpha1");
        flunders.Count.ShouldBe(2);

        await remote.JoinAsync(_api, space);
        await EventuallyAsync(async () => await ConditionAsync(old, "NamespaceFinalizersRemaining") == "True Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances");
        (await ConditionAsync(old, "NamespaceContentRemaining")).ShouldBe($"True Some resources are remaining: flunders.{group} has 1 resource instances");
        (await ConditionAsync(old, "NamespaceDeletionDiscoveryFailure")).ShouldBe("False All resources successfully discovered");
        flunders.Keys.ShouldBe(["b"]);

        lock (flunders) flunders["b"] = "";
        await EventuallyAsync(async () => (await _api.GetAsync($"/api/v1/namespaces/{old}")).Code == 404);
        flunders.ShouldBeEmpty();
        await _api.DeleteAsync($"{Services}/v1alpha1.{group}");
    }

    [Fact]
    public async Task What_objects_of_other_servers_own_goes_with_them()
    {
        var space = await _server.NamespaceAsync();
        var group = $"{space}.example.com";
        var flunders = new Dictionary<string, string> { ["a"] = "", ["b"] = "" };
        await using var remote = await FlundersAsync($"api.{space}.svc", group, space, flunders);
        await RegisterAsync(space, group, remote.Authority);
        await remote.JoinAsync(_api, space);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Services}/v1alpha1.{group}")).Text("status.conditions.0.reason") == "Passed");

        foreach (var (name, uid) in (IEnumerable<(string, string)>)[("b", "u"), ("a", "other"), ("gone", "u")])
        {
            var created = await _api.PostAsync($"/api/v1/namespaces/{space}/configmaps", $$$"""
                {"metadata":{"name":"of-{{{name}}}","ownerReferences":[{"apiVersion":"{{{group}}}/v1alpha1","kind":"Flunder","name":"{{{name}}}","uid":"{{{uid}}}"}]} }
                """);
            created.Code.ShouldBe(201, created.Body);
            if (name == "b") continue;
            await EventuallyAsync(async () => (await _api.GetAsync($"/api/v1/namespaces/{space}/configmaps/of-{name}")).Code == 404);
        }

        (await _api.GetAsync($"/api/v1/namespaces/{space}/configmaps/of-b")).Code.ShouldBe(200);
        await _api.DeleteAsync($"{Services}/v1alpha1.{group}");
    }

    [Theory]
    [InlineData("x", "must be `spec.version+\\\".\\\"+spec.group`")]
    [InlineData("v1.a.b", "spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000")]
    public async Task An_api_service_that_is_no_good_is_refused(string name, string message) =>
        (await _api.PostAsync(Services, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"group":"a.b","version":"v1"} }""")).Body.ShouldContain(message);

    /// <summary>Registers the service <c>api</c> of a namespace as the server of a group.</summary>
    private async Task RegisterAsync(string space, string group, string authority)
    {
        await _api.PostAsync($"/api/v1/namespaces/{space}/services", """{"metadata":{"name":"api"},"spec":{"ports":[{"port":443}]}}""");
        var created = await _api.PostAsync(Services, $$$"""
            {"metadata":{"name":"v1alpha1.{{{group}}}"},"spec":{"group":"{{{group}}}","version":"v1alpha1","service":{"namespace":"{{{space}}}","name":"api"},"caBundle":"{{{authority}}}","groupPriorityMinimum":100,"versionPriority":10} }
            """);
        created.Code.ShouldBe(201, created.Body);
    }

    private async Task<string?> ConditionAsync(string space, string type) => (await _api.GetAsync($"/api/v1/namespaces/{space}")).Json["status"]!["conditions"]?.AsArray()
        .Where(c => (string?)c!["type"] == type).Select(static c => $"{c!["status"]} {c["message"]}").SingleOrDefault();

    /// <summary>A server with flunders in a namespace, each with what holds it; one that nothing holds goes when it is deleted.</summary>
    private static async Task<RemoteServer> FlundersAsync(string host, string group, string space, Dictionary<string, string> flunders)
    {
        return await RemoteServer.StartAsync(host, context =>
        {
            var path = context.Request.Path.Value!;
            var prefix = $"/apis/{group}/v1alpha1/namespaces/{space}/flunders";
            lock (flunders)
            {
                if (path == $"/apis/{group}/v1alpha1")
                    return context.Response.WriteAsync($$"""
                        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"{{group}}/v1alpha1","resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder","verbs":["delete","get","list"]},
                         {"name":"flunders/status","singularName":"","namespaced":true,"kind":"Flunder","verbs":["get"]}]}
                        """);
                if (context.Request.Method == "DELETE" && path.StartsWith(prefix + "/", StringComparison.Ordinal) && flunders.TryGetValue(path[(prefix.Length + 1)..], out var holds))
                {
                    if (holds.Length == 0) flunders.Remove(path[(prefix.Length + 1)..]);
                    return context.Response.WriteAsync("{}");
                }

                if (context.Request.Method == "GET" && path.StartsWith(prefix + "/", StringComparison.Ordinal) && flunders.ContainsKey(path[(prefix.Length + 1)..]))
                    return context.Response.WriteAsync($$$"""{"metadata":{"name":"{{{path[(prefix.Length + 1)..]}}}","uid":"u"} }""");

                if (context.Request.Method == "GET" && path == prefix)
                {
                    var items = flunders.Select(static f => $$$"""{"metadata":{"name":"{{{f.Key}}}","uid":"u","finalizers":[{{{f.Value}}}]} }""");
                    return context.Response.WriteAsync($$"""{"kind":"FlunderList","metadata":{},"items":[{{string.Join(',', items)}}]}""");
                }
            }

            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
    }

    private static async Task<RemoteServer> RemoteAsync(string host, string group)
    {
        return await RemoteServer.StartAsync(host, async context =>
        {
            if (context.Request.Path == $"/apis/{group}/v1alpha1")
            {
                await context.Response.WriteAsync($$"""
                    {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"{{group}}/v1alpha1","resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder","verbs":["get","list"]},
                     {"name":"flunders/status","singularName":"","namespaced":true,"kind":"Flunder","verbs":["get"]}]}
                    """);
                return;
            }

            if (context.Request.Path == "/openapi/v2")
            {
                await context.Response.WriteAsync($$$"""
                    {"swagger":"2.0","info":{"title":"x","version":"1"},"paths":{"/apis/{{{group}}}/v1alpha1/flunders":{"get":{"operationId":"listFlunder","responses":{"200":{"description":"OK","schema":{"$ref":"#/definitions/x.Flunder"} } } } },"/version/":{} },
                     "definitions":{"x.Flunder":{"type":"object","properties":{"a":{"type":["string","integer"]} } } } }
                    """);
                return;
            }

            if (context.Request.Path == "/openapi/v3")
            {
                await context.Response.WriteAsync($$$"""{"paths":{"apis/{{{group}}}/v1alpha1":{"serverRelativeURL":"/openapi/v3/apis/{{{group}}}/v1alpha1?hash=1"},"version":{"serverRelativeURL":"/openapi/v3/version"} } }""");
                return;
            }

            using var body = new StreamReader(context.Request.Body);
            context.Response.StatusCode = context.Request.Method == "POST" ? 201 : 200;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new System.Text.Json.Nodes.JsonObject
            {
                ["user"] = context.Request.Headers["X-Remote-User"].ToString(), ["groups"] = string.Join(',', context.Request.Headers.Where(static h => h.Key.StartsWith("X-Remote-Group", StringComparison.OrdinalIgnoreCase)).OrderBy(static h => h.Key).Select(static h => h.Value.ToString())),
                ["path"] = context.Request.Path + context.Request.QueryString.Value, ["body"] = await body.ReadToEndAsync(),
            }.ToJsonString());
        });
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds()) (await poll.WaitForNextTickAsync(patience.Token)).ShouldBeTrue();
    }
}
