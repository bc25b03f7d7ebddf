using System.Text;
using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>The images that Docker Engine holds.</summary>
internal sealed class DockerImages(DockerConnection docker) : IImageStore
{
    private string? _folder;

    public async Task<RuntimeImage?> FindAsync(string reference, CancellationToken cancellationToken) =>
        await docker.FindAsync<DockerImage>($"/images/{Uri.EscapeDataString(reference).Replace("%2F", "/")}/json", cancellationToken) is { } image ? Read(image) : null;

    public async Task PullAsync(string reference, RegistryLogin? login, CancellationToken cancellationToken)
    {
        (string, string)? header = login is null ? null : ("X-Registry-Auth", Encode(login));
        var (repository, tag) = ImageName.Split(reference);
        using var response = await docker.BeginAsync(
            HttpMethod.Post, $"/images/create?fromImage={Uri.EscapeDataString(repository)}&tag={Uri.EscapeDataString(tag)}", header, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
            if (JsonSerializer.Deserialize<DockerProgress>(line, DockerJson.Options)?.Error is { } error) throw new RuntimeException(error);
    }

    public async Task<string?> FolderAsync(CancellationToken cancellationToken)
    {
        if (_folder is null && await docker.GetAsync<DockerInfo>("/info", cancellationToken) is { DockerRootDir: { Length: > 0 } folder } && Directory.Exists(folder)) _folder = folder;
        return _folder;
    }

    public async Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await docker.GetAsync<List<DockerImage>>("/images/json", cancellationToken)).Select(Read)];

    public Task RemoveAsync(string reference, CancellationToken cancellationToken) =>
        docker.DoAsync(HttpMethod.Delete, $"/images/{Uri.EscapeDataString(reference).Replace("%2F", "/")}", null, cancellationToken);

    private static RuntimeImage Read(DockerImage image) => new(
        image.Id, [.. (image.RepoDigests ?? []).Concat(image.RepoTags ?? []).Where(n => !n.Contains("<none>", StringComparison.Ordinal))], image.Size,
        image.Config?.User ?? "");

    private static string Encode(RegistryLogin login)
    {
        var json = JsonSerializer.Serialize(new { username = login.User, password = login.Password, serveraddress = login.Server });
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).Replace('+', '-').Replace('/', '_');
    }
}
