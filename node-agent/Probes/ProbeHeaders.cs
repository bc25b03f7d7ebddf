using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>What a probe or hook over HTTP says of itself. Pure but for the request that it fills.</summary>
internal static class ProbeHeaders
{
    // What the connection decides, as with Go's client.
    private static readonly HashSet<string> Passed = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Transfer-Encoding", "Trailer" };

    /// <summary>Adds the headers of the action, and before them those of the agent that it does not name; an empty <c>User-Agent</c> or <c>Accept</c> takes the agent's away.</summary>
    /// <param name="request">What they are added to.</param>
    /// <param name="headers">The action's.</param>
    /// <param name="agent">The agent's name for itself.</param>
    /// <param name="withHost">Whether a <c>Host</c> of the action's counts.</param>
    public static void Add(HttpRequestMessage request, IReadOnlyList<HTTPHeader> headers, string agent, bool withHost)
    {
        if (!Has("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (!Has("Accept")) request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        foreach (var header in headers.Where(h => !Passed.Contains(h.Name) && (withHost || !Is(h, "Host")) && (h.Value.Length > 0 || !(Is(h, "User-Agent") || Is(h, "Accept") || Is(h, "Host")))))
        {
            if (request.Headers.TryAddWithoutValidation(header.Name, header.Value)) continue;
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        bool Has(string name) => headers.Any(h => Is(h, name));
        static bool Is(HTTPHeader header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
