namespace Orleans.Kube.Client;

/// <summary>What a client may be told beyond where the server is.</summary>
public sealed record KubeClientOptions
{
    /// <summary>How long one request may take. Watches and streams are not bound by it.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a refusal with 429 is tried again after the time that the server names.</summary>
    public int ThrottledRetries { get; init; } = 5;

    /// <summary>How many objects one page of a list holds.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How long a watch asks to be served before it is opened anew.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The waits between attempts of watches and informers.</summary>
    public BackOff BackOff { get; init; } = new();

    /// <summary>Sent as User-Agent; the default field manager is its part before the slash.</summary>
    public string UserAgent { get; init; } = "orleans-kube-client/0.1";

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
