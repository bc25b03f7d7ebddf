namespace Orleans.Kube.Silo.Hosting;

/// <summary>A request of the <see cref="RehearsalScript"/>.</summary>
internal sealed record RehearsalLine(HttpMethod Method, string Path, string? Body = null, string ContentType = "application/json", string? Accept = null);
