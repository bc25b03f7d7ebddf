using System.Text.Json.Nodes;

namespace Orleans.Kube.Tests.Silo;

/// <summary>Reads a watch event by event.</summary>
public sealed class WatchReader(HttpResponseMessage response) : IDisposable
{
    private readonly Lazy<StreamReader> _reader = new(() => new StreamReader(response.Content.ReadAsStream()));

    public int Code => (int)response.StatusCode;

    /// <summary>The next event, or null when the server has ended the watch.</summary>
    public async Task<WatchedEvent?> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = await _reader.Value.ReadLineAsync(patience.Token);
        return line is null ? null : new WatchedEvent(JsonNode.Parse(line)!);
    }

    /// <summary>The next event that is no bookmark.</summary>
    public async Task<WatchedEvent?> NextChangeAsync()
    {
        var next = await NextAsync();
        while (next is { Type: "BOOKMARK" }) next = await NextAsync();
        return next;
    }

    public void Dispose() => response.Dispose();
}

/// <summary>One event.</summary>
public sealed record WatchedEvent(JsonNode Json)
{
    public string Type => (string)Json["type"]!;

    public JsonNode Object => Json["object"]!;

    public string Name => (string?)Object["metadata"]?["name"] ?? "";

    public string Text(string path) => ApiAnswer.At(Object, path)?.ToString() ?? "";

    public override string ToString() => $"{Type} {Name}";
}
