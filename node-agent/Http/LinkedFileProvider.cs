using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>The files of a folder, links followed: a link is as long as what it leads to, and is not there when that is not.</summary>
internal sealed class LinkedFileProvider(string folder) : IFileProvider, IDisposable
{
    private readonly PhysicalFileProvider _files = new(folder);

    public IFileInfo GetFileInfo(string subpath)
    {
        var found = _files.GetFileInfo(subpath);
        if (found.PhysicalPath is not { } path || new FileInfo(path).LinkTarget is null) return found;
        return File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo { Exists: true } file ? new PhysicalFileInfo(file) : new NotFoundFileInfo(subpath);
    }

    public IDirectoryContents GetDirectoryContents(string subpath) => _files.GetDirectoryContents(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    public void Dispose() => _files.Dispose();
}
