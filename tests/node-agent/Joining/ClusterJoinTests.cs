using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Joining;

namespace Orleans.Kube.NodeAgent.Tests.Joining;

/// <summary>Why a machine cannot join, before it has become anything.</summary>
public sealed class ClusterJoinTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("join-").FullName;

    [Fact]
    public void A_machine_that_has_joined_is_no_other_node_and_of_no_other_cluster()
    {
        var (own, other) = (Certificate("CN=ca"), Certificate("CN=ca"));
        var credentials = new NodeCredentials(_folder);
        credentials.WriteCertificate(Certificate("O=system:nodes, CN=system:node:n1").Pem);
        credentials.WriteKubeConfig(new Uri("https://cluster:6443"), own.Pem, "n1");

        credentials.Objection("n1", [other.Hash, own.Hash]).ShouldBeNull();
        credentials.Objection("n2", [own.Hash]).ShouldBe("this machine has joined as node n1 already: join as that one (--node), or take it out of its cluster first (leave)");
        credentials.Objection("n1", [other.Hash]).ShouldBe($"this machine is a node of another cluster already, see {credentials.KubeConfig}: take it out of that first (leave)");
    }

    [Theory]
    [InlineData("True", "m1", "m2", true)]
    [InlineData("True", "m1", "m1", false)]
    [InlineData("True", "", "", true)]
    [InlineData("Unknown", "m1", "m2", false)]
    public void A_name_is_taken_while_another_machine_is_ready_under_it(string ready, string its, string own, bool isTaken) => ClusterJoin.IsTaken(
        new Node { Status = new NodeStatus { Conditions = [new NodeCondition { Type = "Ready", Status = ready }], NodeInfo = new NodeSystemInfo { MachineID = its } } }, own).ShouldBe(isTaken);

    [Theory]
    [InlineData(null, true)]
    [InlineData(-60, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_clock_that_is_too_far_behind_is_told(int? minutes, bool isGood)
    {
        var check = () => ClusterDiscovery.CheckClock(minutes is { } ahead ? Now.AddMinutes(ahead) : null, Now);
        if (isGood) check.ShouldNotThrow();
        else check.ShouldThrow<JoinException>().Message.ShouldStartWith("the clock of this machine says 2026-01-01 00:00:00Z, that of the server 2026-01-01 00:06:00Z");
    }

    [Fact]
    public async Task A_name_that_no_node_can_have_is_told_before_anybody_is_asked()
    {
        var join = () => ClusterJoin.JoinAsync(new Uri("https://127.0.0.1:1"), "", [], "N_8", new NodeCredentials(_folder), TimeProvider.System, TestContext.Current.CancellationToken);
        (await join.ShouldThrowAsync<JoinException>()).Message.ShouldStartWith("\"N_8\" is no name for a node, give another with --node: a lowercase RFC 1123 subdomain must consist of");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (string Pem, string Hash) Certificate(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(Now, Now.AddYears(100));
        return (certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n", ClusterDiscovery.Hash(certificate));
    }
}
