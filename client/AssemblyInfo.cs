using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orleans.Kube.Client.Tests")]
