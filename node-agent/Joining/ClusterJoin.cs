using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>Makes a machine a node: finds out whom to trust, asks for a certificate with the token, and keeps both.</summary>
public static class ClusterJoin
{
    /// <exception cref="JoinException">It did not work; nothing was written.</exception>
    public static async Task JoinAsync(
        Uri server, string token, IReadOnlyCollection<string> hashes, string node, NodeCredentials credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Names.DnsSubdomain(node).FirstOrDefault() is { } problem) throw new JoinException($"\"{node}\" is no name for a node, give another with --node: {problem}");
        var authority = await ClusterDiscovery.FindAuthorityAsync(server, token, hashes, time, cancellationToken);
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(authority);
        using var client = new KubeClient(new KubeConfig { Server = server, CertificateAuthorities = authorities, Token = token }, new KubeClientOptions { UserAgent = "node-agent/0.1" });
        try
        {
            var certificate = await new CertificateRequester(client, node, time).RequestAsync(cancellationToken);
            await CheckNameAsync(server, authorities, certificate, node, cancellationToken);
            credentials.WriteCertificate(certificate);
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            throw new JoinException($"the cluster gave no certificate: {e.InnerException?.Message ?? e.Message}");
        }

        credentials.WriteKubeConfig(server, authority, node);
    }

    /// <summary>Two machines of one name would take each other's pods.</summary>
    /// <exception cref="JoinException">Another machine has the name.</exception>
    private static async Task CheckNameAsync(Uri server, X509Certificate2Collection authorities, string pem, string node, CancellationToken cancellationToken)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem, pem);
        using var client = new KubeClient(new KubeConfig { Server = server, CertificateAuthorities = authorities, ClientCertificate = certificate }, new KubeClientOptions { UserAgent = "node-agent/0.1" });
        if (await client.Of<Node>().FindAsync(node, cancellationToken) is { } known && IsTaken(known, Machine.Id)) throw new JoinException(
            $"a Node with name \"{node}\" and status \"Ready\" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node");
    }

    /// <summary>Whether a node is that of another machine, which is there.</summary>
    internal static bool IsTaken(Node node, string machine) =>
        node.Status.Conditions.Any(static c => c is { Type: NodeConditionType.Ready, Status: ConditionStatus.True }) && (machine.Length == 0 || node.Status.NodeInfo.MachineID != machine);
}
