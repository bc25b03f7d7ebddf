using System.Net.Http.Headers;

namespace Orleans.Kube.Client;

/// <summary>Adds the bearer token; one that lives in a file is read again every minute, because service account tokens rotate.</summary>
internal sealed class BearerTokenHandler(KubeConfig config, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private volatile Cached? _cached;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        return base.SendAsync(request, cancellationToken);
    }

    private string Token()
    {
        if (config.TokenFile is null) return config.Token!;
        var now = time.GetUtcNow();
        if (_cached is { } cached && now < cached.Until) return cached.Token;
        var token = File.ReadAllText(config.TokenFile).Trim();
        _cached = new Cached(token, now + Lifetime);
        return token;
    }

    private sealed record Cached(string Token, DateTimeOffset Until);
}
