using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>Makes a machine a node: finds out whom to trust, asks for a certificate with the token, and keeps both.</summary>
public static class ClusterJoin
{
    /// <exception cref="JoinException">It did not work; nothing was written.</exception>
    public static async Task JoinAsync(
        Uri server, string token, IReadOnlyCollection<string> hashes, string node, NodeCredentials credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        var authority = await ClusterDiscovery.FindAuthorityAsync(server, token, hashes, cancellationToken);
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(authority);
        using var client = new KubeClient(new KubeConfig { Server = server, CertificateAuthorities = authorities, Token = token }, new KubeClientOptions { UserAgent = "node-agent/0.1" });
        try
        {
            credentials.WriteCertificate(await new CertificateRequester(client, node, time).RequestAsync(cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            throw new JoinException($"the cluster gave no certificate: {e.Message}");
        }

        credentials.WriteKubeConfig(server, authority, node);
    }
}
