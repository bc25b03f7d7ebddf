using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Kube.Silo.Lists;

namespace Orleans.Kube.Tests.Silo;

/// <summary>Lists of revisions that the change feed no longer reaches back to: it is short here.</summary>
public sealed class ExpiredListTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
    private IHost _host = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiServerFixture.StartAsync(_folder, static o => o with { ConfigureLedger = static ledger => ledger with { Durable = false, RingEvents = 2 } });
        _api = ApiServerFixture.Administrator(_host);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_continue_token_of_a_snapshot_that_is_gone_expires_with_a_token_to_go_on()
    {
        var path = await FilledAsync("a", "b", "c");
        var token = new ContinueToken(1, "default/a", 1).Encode();
        var expired = await _api.GetAsync(path + "?limit=1&continue=" + token);
        expired.Code.ShouldBe(410);
        expired.Reason.ShouldBe("Expired");
        var rest = await _api.GetAsync(path + "?continue=" + expired.Text("metadata.continue"));
        rest.Names.ShouldBe(["b", "c"]);
        var next = await _api.GetAsync(path + "?limit=1&continue=" + expired.Text("metadata.continue"));
        (string.Join(' ', next.Names), next.Text("metadata.remainingItemCount")).ShouldBe(("b", "1"));
        (await _api.GetAsync(path + "?limit=1&continue=" + next.Text("metadata.continue"))).Names.ShouldBe(["c"]);
    }

    [Theory]
    [InlineData("resourceVersion=1&resourceVersionMatch=Exact")]
    [InlineData("resourceVersion=1&limit=1")]
    public async Task A_revision_that_is_gone_cannot_be_listed(string query)
    {
        var expired = await _api.GetAsync($"{await FilledAsync("x", "y", "z")}?{query}");
        (expired.Code, expired.Message).ShouldBe((410, "The resourceVersion for the provided list is too old."));
    }

    private async Task<string> FilledAsync(params string[] names)
    {
        const string path = "/api/v1/namespaces/default/secrets";
        foreach (var name in names) (await _api.PostAsync(path, $$$"""{"metadata":{"name":"{{{name}}}"}}""")).Code.ShouldBe(201);
        return path;
    }
}
