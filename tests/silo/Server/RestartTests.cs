using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Silo.Bootstrap;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Tests.Silo;

public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_brings_back_everything_and_ends_watches_cleanly()
    {
        var folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
        string created;
        using (var first = await ApiServerFixture.StartAsync(folder))
        {
            using var api = Admin(first.Services);
            created = (await api.PostAsync("/api/v1/namespaces/default/secrets", """{"metadata":{"name":"a"},"data":{"k":"dg=="}}""")).Body;
            using var watch = await api.WatchAsync("/api/v1/namespaces/default/secrets");
            (await watch.NextChangeAsync())!.Name.ShouldBe("a");
            await first.StopAsync();
            (await watch.NextChangeAsync()).ShouldBeNull();
        }

        using (var second = await ApiServerFixture.StartAsync(folder))
        {
            using var api = Admin(second.Services);
            (await api.GetAsync("/api/v1/namespaces/default/secrets/a")).Body.ShouldBe(created);
            (await api.GetAsync("/api/v1/namespaces")).Names.ShouldBe(["default", "kube-node-lease", "kube-public", "kube-system"]);
            (await api.GetAsync("/api/v1/namespaces/default/services/kubernetes")).Text("spec.clusterIP").ShouldBe("10.96.0.1");
            await second.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_every_cluster_has_is_put_back()
    {
        string[] kept =
        [
            "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/global-default", "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication",
            "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes", "/api/v1/namespaces/default/endpoints/kubernetes",
            "/api/v1/namespaces/default/services/kubernetes",
        ];
        var folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
        using (var host = await ApiServerFixture.StartAsync(folder, static o => o with { Bind = IPAddress.Any }))
        {
            using var api = Admin(host.Services);
            foreach (var path in kept)
            {
                var before = (await api.GetAsync(path)).Text("metadata.uid");
                (await api.DeleteAsync(path)).Code.ShouldBe(200, path);

                await host.Services.GetRequiredService<BootstrapObjects>().KeepAsync(CancellationToken.None);

                var after = await api.GetAsync(path);
                (after.Code, after.Text("metadata.uid") == before).ShouldBe((200, false), path);
            }

            (await api.GetAsync(kept[^1])).Text("spec.clusterIP").ShouldBe("10.96.0.1");
            await host.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Beyond_the_room_there_is_clients_are_told_to_come_back()
    {
        var folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
        using (var host = await ApiServerFixture.StartAsync(folder, o => o with { Limits = new RequestLimits { Seats = 0, LongestWait = TimeSpan.Zero } }))
        {
            using var api = Admin(host.Services);
            (await api.GetAsync("/api/v1/pods")).Code.ShouldBe(200);
            api.Headers.Add("Impersonate-User", "somebody");
            var refused = await api.GetAsync("/api/v1/pods");
            refused.Code.ShouldBe(429);
            refused.Headers["Retry-After"].ShouldBe("1");
            await ApiServerFixture.ReadyAsync(api);
            await host.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static ApiClient Admin(IServiceProvider services)
    {
        var issued = services.GetRequiredService<CertificateAuthority>().IssueClient("admin", ["system:masters"], TimeSpan.FromHours(1));
        var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem);
        return new ApiClient(services.GetRequiredService<ApiListener>().LocalUrl, certificate);
    }
}
