using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pki;
using Microsoft.Extensions.DependencyInjection;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Tests.Silo;

/// <summary>A cluster that asks something of pods in namespaces without labels.</summary>
public sealed class PodSecurityDefaultsTests : IDisposable
{
    private const string Host = """{"metadata":{"name":"NAME"},"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}""";
    private static readonly SecurityStandard Baseline = new(SecurityLevel.Baseline, null);
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;

    [Fact]
    public async Task Defaults_hold_where_labels_say_nothing_and_exemptions_everywhere()
    {
        using var host = await ApiServerFixture.StartAsync(_folder, static options => options with
        {
            PodSecurity = new PodSecurityOptions
            {
                Defaults = new SecurityPolicy(Baseline, default, Baseline),
                ExemptUsers = new HashSet<string> { "robot" }, ExemptNamespaces = new HashSet<string> { "free", "labelled" }, ExemptRuntimeClasses = new HashSet<string> { "vm" },
            },
        });
        ApiClient As(string user)
        {
            var issued = host.Services.GetRequiredService<CertificateAuthority>().IssueClient(user, ["system:masters"], TimeSpan.FromHours(1));
            return new ApiClient(host.Services.GetRequiredService<ApiListener>().LocalUrl, X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem));
        }

        using var admin = As("admin");
        using var robot = As("robot");
        const string Pods = "/api/v1/namespaces/default/pods";
        await admin.PostAsync("/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"vm"},"handler":"runc"}""");
        (await admin.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"free"}}""")).Headers.Keys.ShouldNotContain("Warning");
        (await admin.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"labelled","labels":{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/audit":"baseline"}}}"""))
            .Headers["Warning"].ShouldBe("299 - \"namespace \\\"labelled\\\" is exempt from Pod Security, and the policy (enforce=restricted:latest, audit=baseline:latest) will be ignored\"");

        (await admin.PostAsync(Pods, Host.Replace("NAME", "a"))).Message.ShouldContain("violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)");
        (await admin.PostAsync(Pods, Host.Replace("NAME", "b").Replace("\"hostNetwork\"", "\"runtimeClassName\":\"vm\",\"hostNetwork\""))).Code.ShouldBe(201);
        (await robot.PostAsync(Pods, Host.Replace("NAME", "c"))).Code.ShouldBe(201);
        (await admin.PostAsync("/api/v1/namespaces/free/pods", Host.Replace("NAME", "d"))).Code.ShouldBe(201);
        var template = """{"metadata":{"name":"t"},"template":{"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}}""";
        (await admin.PostAsync("/api/v1/namespaces/default/podtemplates?dryRun=All", template)).Headers["Warning"].ShouldContain("would violate PodSecurity");
        (await robot.PostAsync("/api/v1/namespaces/default/podtemplates?dryRun=All", template)).Headers.Keys.ShouldNotContain("Warning");
        await host.StopAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
