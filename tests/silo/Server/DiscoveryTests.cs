using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Silo.Peers;

namespace Orleans.Kube.Tests.Silo;

public sealed class DiscoveryTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private readonly ApiClient _api = quiet.Server.Admin;

    [Fact]
    public async Task Groups_and_resources_are_listed()
    {
        (await _api.GetAsync("/api")).Text("versions.0").ShouldBe("v1");
        (await _api.GetAsync("/apis")).Json["groups"]!.AsArray().Select(g => (string)g!["name"]!).ShouldContain("apps");
        (await _api.GetAsync("/apis/apps")).Text("preferredVersion.groupVersion").ShouldBe("apps/v1");
        var core = await _api.GetAsync("/api/v1");
        core.Text("groupVersion").ShouldBe("v1");
        var names = core.Json["resources"]!.AsArray().Select(r => (string)r!["name"]!).ToList();
        names.ShouldContain("pods");
        names.ShouldContain("pods/status");
        names.ShouldContain("configmaps");
        (await _api.GetAsync("/apis/nowhere.example")).Code.ShouldBe(404);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("10.97.3.4, 192.0.2.1", "10.96.0.0/12 10.96.0.1:443")]
    [InlineData("192.0.2.1, 10.97.3.4", null)]
    [InlineData("who, 10.97.3.4", "10.96.0.0/12 10.96.0.1:443")]
    public async Task Clients_are_told_where_the_server_is_for_them(string? client, string? further)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        if (client is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", client);
        var addresses = (await _api.SendAsync(request)).Json["serverAddressByClientCIDRs"]!.AsArray().Select(a => $"{a!["clientCIDR"]} {a["serverAddress"]}");
        addresses.ShouldBe([$"0.0.0.0/0 {quiet.Server.Services.GetRequiredService<OwnAddress>().AdvertisedUrl["https://".Length..]}", .. further is null ? Array.Empty<string>() : [further]]);
    }

    [Theory]
    [InlineData("/api", "APIVersions")]
    [InlineData("/api/v1", "APIResourceList")]
    [InlineData("/apis", "APIGroupList")]
    [InlineData("/apis/apps", "APIGroup")]
    [InlineData("/apis/apps/v1", "APIResourceList")]
    public async Task Clients_that_speak_nothing_but_protobuf_are_answered(string path, string kind)
    {
        var answer = await _api.GetAsync(path, "application/vnd.kubernetes.protobuf");
        (answer.Code, answer.Body[..4]).ShouldBe((200, "k8s\0"));
        answer.Body.ShouldContain(kind);
    }

    [Theory]
    [InlineData("HEAD", "/apis", 200)]
    [InlineData("HEAD", "/apis/apps", 200)]
    [InlineData("HEAD", "/apis/apps/v1", 405)]
    [InlineData("POST", "/api", 405)]
    public async Task Whether_groups_are_there_can_be_asked_without_a_body(string method, string path, int code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        (await _api.SendAsync(request)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task The_index_names_every_path_and_all_of_them_answer()
    {
        var paths = (await _api.GetAsync("/")).Json["paths"]!.AsArray().Select(p => (string)p!).ToList();
        foreach (var path in (string[])["/api/v1", "/apis/apps", "/apis/apps/v1", "/livez/ping", "/readyz", "/openapi/v3", "/version"]) paths.ShouldContain(path);
        paths.ShouldBe(paths.Distinct().Order(StringComparer.Ordinal));
        foreach (var path in paths) (await _api.GetAsync(path)).Code.ShouldBe(200, path);
    }

    [Fact]
    public async Task Aggregated_discovery_is_one_document_that_need_not_be_sent_twice()
    {
        var all = await _api.GetAsync("/apis", Aggregated);
        all.Text("kind").ShouldBe("APIGroupDiscoveryList");
        all.Headers["Content-Type"].Replace(" ", "").ShouldBe(Aggregated);
        (await _api.GetAsync("/api", Aggregated)).Items[0]["versions"]![0]!["resources"]!.AsArray().Select(r => (string)r!["resource"]!).ShouldContain("pods");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/apis");
        again.Headers.TryAddWithoutValidation("Accept", Aggregated);
        again.Headers.TryAddWithoutValidation("If-None-Match", all.Headers["ETag"]);
        (await _api.SendAsync(again)).Code.ShouldBe(304);
    }

    [Fact]
    public async Task What_discovery_names_can_be_listed()
    {
        foreach (var item in (await _api.GetAsync("/apis", Aggregated)).Items.Concat((await _api.GetAsync("/api", Aggregated)).Items))
        {
            var group = (string?)item["metadata"]!["name"] ?? "";
            foreach (var version in item["versions"]!.AsArray())
                foreach (var resource in version!["resources"]!.AsArray().Where(r => r!["verbs"]!.AsArray().Any(v => (string?)v == "list")))
                {
                    var root = group.Length == 0 ? "/api" : $"/apis/{group}";
                    var path = $"{root}/{version["version"]}/{resource!["resource"]}";
                    (await _api.GetAsync(path)).Code.ShouldBe(200, path);
                }
        }
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_not_found()
    {
        (await _api.GetAsync("/nowhere")).Body.ShouldBe("404 page not found\n");
        (await _api.GetAsync("/api/v1/unicorns")).Code.ShouldBe(404);
        (await _api.GetAsync("/api/v1/namespaces/default/configmaps/a/horn")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task The_version_is_one_that_kubectl_compares_with() => (await _api.GetAsync("/version")).Text("gitVersion").ShouldStartWith("v1.33.");

    [Fact]
    public async Task Metrics_count_requests()
    {
        await _api.GetAsync("/api/v1/configmaps");
        (await _api.GetAsync("/metrics")).Body.ShouldContain("apiserver_request_total{code=\"200\",group=\"\",resource=\"configmaps\",subresource=\"\",verb=\"LIST\",version=\"v1\"}");
    }
}
