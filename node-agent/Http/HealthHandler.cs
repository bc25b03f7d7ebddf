using System.Text;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary><c>/healthz</c> and a path for each of its checks.</summary>
/// <param name="checks">By name: what is wrong, or null when nothing is.</param>
internal sealed class HealthHandler(params (string Name, Func<string?> Trouble)[] checks)
{
    private const string Well = "ok";

    public Task HandleAsync(HttpContext context) => context.Request.RouteValues["check"] is string name ? OneAsync(context, name) : AllAsync(context);

    private Task OneAsync(HttpContext context, string name)
    {
        if (checks.FirstOrDefault(c => c.Name == name) is not { Trouble: { } check }) return context.AnswerAsync(StatusCodes.Status404NotFound, "404 page not found\n");
        return check() is { } trouble ? context.AnswerAsync(StatusCodes.Status500InternalServerError, $"internal server error: {trouble}\n") : context.AnswerAsync(StatusCodes.Status200OK, Well);
    }

    private Task AllAsync(HttpContext context)
    {
        var (text, excluded, hasFailed) = (new StringBuilder(), context.Request.Query["exclude"].OfType<string>().ToHashSet(), false);
        foreach (var (name, trouble) in checks)
        {
            var isExcluded = excluded.Remove(name);
            var isWell = isExcluded || trouble() is null;
            hasFailed |= !isWell;
            text.Append(isExcluded ? $"[+]{name} excluded: ok\n" : isWell ? $"[+]{name} ok\n" : $"[-]{name} failed: reason withheld\n");
        }

        if (excluded.Count > 0) text.Append($"warn: some health checks cannot be excluded: no matches for {string.Join(',', excluded.Order(StringComparer.Ordinal).Select(static e => $"\"{e}\""))}\n");
        if (hasFailed) return context.AnswerAsync(StatusCodes.Status500InternalServerError, $"{text}healthz check failed\n");
        return context.AnswerAsync(StatusCodes.Status200OK, context.Request.Query.ContainsKey("verbose") ? $"{text}healthz check passed\n" : Well);
    }
}
