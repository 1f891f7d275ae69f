/** A folder of its own on a disk or a mounted share. Its parent exists; the folder itself is made when it is not there. */
export interface FolderTargetOptions {
  /** An absolute path. */
  readonly folder: string
}

/** An S3 bucket, at Amazon or at any server that speaks its protocol. */
export interface S3TargetOptions {
  readonly bucket: string
  /** Where in the bucket objects are kept, such as `backups/shop-7`. Default: at the top. */
  readonly prefix?: string
  /** Default: what the environment says, or `us-east-1` when an endpoint is named. */
  readonly region?: string
  /** `https://HOST[:PORT]` of a server other than Amazon's. */
  readonly endpoint?: string
  /** Whether the bucket stands in the path rather than in the host name. Default: when an endpoint is named. */
  readonly pathStyle?: boolean
  /** Default: found as every program that uses the AWS SDK finds them (environment, profile, role of the machine). */
  readonly credentials?: S3Credentials
  /** Whether each object travels with a SHA-256 that the server checks. Default true; a few old servers do not know it. */
  readonly checksums?: boolean
  /** Whether the endpoint may be plain http on another machine. */
  readonly insecure?: boolean
  /** The longest a call may take, attempts and pauses included; milliseconds. Default 120,000. */
  readonly timeoutMs?: number
}

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Where backups are kept. */
export type TargetOptions = FolderTargetOptions | { readonly s3: S3TargetOptions }
