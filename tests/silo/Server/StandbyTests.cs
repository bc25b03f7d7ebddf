using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Tests.Silo;

/// <summary>Two silos on one store: one works, the other serves what it can, passes on the rest, and takes over.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private readonly string _first = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
    private readonly string _second = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
    private IHost _active = null!;
    private IHost _standby = null!;

    private string Store => Path.Combine(_first, "ledger.db");

    public async ValueTask InitializeAsync()
    {
        _active = await StartAsync(_first);
        foreach (var file in Directory.GetFiles(new DataDirectory(_first).Pki))
        {
            Directory.CreateDirectory(new DataDirectory(_second).Pki);
            File.Copy(file, Path.Combine(new DataDirectory(_second).Pki, Path.GetFileName(file)));
        }

        _standby = await StartAsync(_second);
    }

    [Fact]
    public async Task A_standby_passes_writes_on_in_the_name_of_who_makes_them_and_takes_over()
    {
        using var admin = Client("admin", "system:masters");
        var created = await admin.PostAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        created.Code.ShouldBe(201, created.Body);
        (await admin.GetAsync("/api/v1/namespaces/default/configmaps/a")).Text("data.k").ShouldBe("1");
        (await admin.PatchAsync("/api/v1/namespaces/default/configmaps/a", """{"data":{"k":"2"}}""", "application/merge-patch+json")).Text("data.k").ShouldBe("2");
        (await admin.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Text("status.userInfo.username").ShouldBe("admin");
        (await admin.GetAsync("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/orleans-kube-control-plane")).Text("spec.holderIdentity")
            .ShouldBe(_active.Services.GetRequiredService<ApiListener>().LocalUrl);

        using var nobody = Client("nobody");
        (await nobody.PostAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"b"}}""")).Code.ShouldBe(403);
        (await nobody.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Text("status.userInfo.username").ShouldBe("nobody");

        await _active.StopAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await admin.PostAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"}}""")).Code != 201) await Task.Delay(100, patience.Token);
        (await admin.GetAsync("/api/v1/namespaces/default/configmaps/a")).Text("data.k").ShouldBe("2");
        while ((await admin.GetAsync("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/orleans-kube-control-plane")).Text("spec.leaseTransitions") != "1")
            await Task.Delay(100, patience.Token);
    }

    [Fact]
    public async Task A_user_cannot_claim_to_be_somebody_else()
    {
        using var nobody = Client("nobody");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews")
        {
            Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json")),
            Headers = { { "X-Remote-User", "admin" }, { "X-Remote-Group", "system:masters" } },
        };
        var answer = await nobody.SendAsync(request);
        answer.Text("status.userInfo.username").ShouldBe("nobody");
    }

    [Fact]
    public async Task A_silo_with_an_authority_of_its_own_does_not_join()
    {
        var folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
        (await Should.ThrowAsync<IOException>(() => StartAsync(folder))).Message.ShouldContain("copy that folder from the silo that was started first");
        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in (IHost[])[_standby, _active])
        {
            await host.StopAsync();
            host.Dispose();
        }

        Directory.Delete(_first, recursive: true);
        Directory.Delete(_second, recursive: true);
    }

    private Task<IHost> StartAsync(string folder) => ApiServerFixture.StartAsync(folder, o => o with { Connection = Store });

    private ApiClient Client(string user, params string[] groups)
    {
        var issued = _standby.Services.GetRequiredService<CertificateAuthority>().IssueClient(user, groups, TimeSpan.FromHours(1));
        return new ApiClient(_standby.Services.GetRequiredService<ApiListener>().LocalUrl, X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem));
    }
}
