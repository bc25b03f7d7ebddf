using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Certificates;

namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>
/// Finds out whom to trust: reads the cluster's <c>cluster-info</c> from a server that nobody vouches for yet, and believes it when the token has
/// signed it and its authority's public key has the hash that the administrator gave.
/// </summary>
public static class ClusterDiscovery
{
    private const string InfoPath = "/api/v1/namespaces/kube-public/configmaps/cluster-info";
    private const string HashPrefix = "sha256:";
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    /// <summary>The authorities of the cluster, in PEM.</summary>
    /// <exception cref="JoinException">The server cannot be reached or is not to be trusted.</exception>
    public static async Task<string> FindAuthorityAsync(Uri server, string token, IReadOnlyCollection<string> hashes, TimeProvider time, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(server, time, cancellationToken) ?? throw new JoinException($"{server} has no cluster-info to join with");
        var kubeconfig = (string?)data["kubeconfig"] ?? throw new JoinException($"{server} has no cluster-info to join with");
        return Verify(kubeconfig, id => (string?)data[$"jws-kubeconfig-{id}"], token, hashes);
    }

    /// <summary>The authorities in a kubeconfig that the token has signed and whose key has one of the hashes.</summary>
    /// <param name="signature">The signature by the token of an id, if there is one.</param>
    /// <exception cref="JoinException">It is not signed so, or by another authority.</exception>
    public static string Verify(string kubeconfig, Func<string, string?> signature, string token, IReadOnlyCollection<string> hashes)
    {
        if (token.Split('.') is not [{ Length: 6 } id, { Length: 16 } secret]) throw new JoinException("a token has the form abcdef.0123456789abcdef");
        var given = signature(id) ?? throw new JoinException($"the cluster knows no token \"{id}\", or its time is over");
        var wanted = DetachedSignature.Sign(kubeconfig, id, secret);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(wanted)))
            throw new JoinException("cluster-info is not signed with this token: it is wrong, or this is not the server that it is for");
        var pem = Authority(kubeconfig);
        return HasOneOf(pem, hashes) ? pem : throw new JoinException("the server's authority does not have the hash that was given with --ca-cert-hash");
    }

    /// <summary>Whether one of the authorities has one of the hashes.</summary>
    internal static bool HasOneOf(string pem, IReadOnlyCollection<string> hashes)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities.Any(a => hashes.Contains(Hash(a)));
    }

    /// <summary>Certificates are made valid from some minutes before they are signed. To a machine whose clock is further behind they are not valid yet.</summary>
    /// <exception cref="JoinException">The clock is.</exception>
    internal static void CheckClock(DateTimeOffset? server, DateTimeOffset now)
    {
        if (server is { } there && there - now > Backdated)
            throw new JoinException($"the clock of this machine says {now:u}, that of the server {there:u}: set it, or the certificates of the cluster are not valid here yet");
    }

    /// <summary>The hash of an authority's public key, as it is pinned: <c>sha256:</c> and hexadecimal.</summary>
    public static string Hash(X509Certificate2 authority) => HashPrefix + Convert.ToHexStringLower(SHA256.HashData(authority.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>The authorities that a kubeconfig names, in PEM.</summary>
    /// <exception cref="JoinException">It names none.</exception>
    internal static string Authority(string kubeconfig)
    {
        const string key = "certificate-authority-data:";
        var line = kubeconfig.Split('\n').Select(static l => l.Trim().TrimStart('-').TrimStart()).FirstOrDefault(static l => l.StartsWith(key, StringComparison.Ordinal))
            ?? throw new JoinException("cluster-info names no authority");
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64String(line[key.Length..].Trim()));
        }
        catch (FormatException)
        {
            throw new JoinException("cluster-info names no authority");
        }
    }

    /// <summary>No certificate is checked here: what is read carries its own proof.</summary>
    private static async Task<JsonNode?> ReadAsync(Uri server, TimeProvider time, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        using var http = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            using var answer = await http.GetAsync(InfoPath, cancellationToken);
            CheckClock(answer.Headers.Date, time.GetUtcNow());
            return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(cancellationToken))?["data"];
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new JoinException($"cannot read {new Uri(server, InfoPath)}: {e.Message}");
        }
    }
}
