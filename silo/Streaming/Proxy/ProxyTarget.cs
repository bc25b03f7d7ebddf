using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>What a proxy request names: <c>name</c>, <c>name:port</c> or <c>scheme:name:port</c>. What is not given is empty.</summary>
internal readonly record struct ProxyTarget(string Scheme, string Name, string Port)
{
    /// <exception cref="StatusException">The text has another form.</exception>
    public static ProxyTarget Parse(string text) => text.Split(':') switch
    {
        [{ Length: > 0 } name] => new ProxyTarget("", name, ""),
        [{ Length: > 0 } name, var port] => new ProxyTarget("", name, port),
        [var scheme and ("" or "http" or "https"), { Length: > 0 } name, var port] => new ProxyTarget(scheme, name, port),
        _ => throw Failures.BadRequest($"invalid proxy request \"{text}\": name, name:port or scheme:name:port is expected"),
    };
}
