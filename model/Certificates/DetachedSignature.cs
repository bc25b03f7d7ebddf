using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Kube.Model.Certificates;

/// <summary>A JSON web signature (HS256) without its content, which stands elsewhere: <c>header..signature</c>.</summary>
public static class DetachedSignature
{
    public static string Sign(string content, string id, string secret)
    {
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"HS256","kid":"{{id}}"}"""));
        var signed = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}";
        return $"{header}..{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)))}";
    }
}
